package io.github.anomalyexporter.server.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.access.AccessRules;
import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import io.github.anomalyexporter.server.openid.OpenIdException;
import io.github.anomalyexporter.server.openid.OpenIdProvider;
import io.github.anomalyexporter.server.web.security.Authentication.Absent;
import io.github.anomalyexporter.server.web.security.Authentication.Accepted;
import io.github.anomalyexporter.server.web.security.Authentication.Busy;
import io.github.anomalyexporter.server.web.security.Authentication.Refused;
import io.github.anomalyexporter.server.web.security.Authentication.WithoutRole;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the credentials that a request carries: user and password, API token, or JWT. Thread-safe;
 * a check may wait for a hash or for the OpenID provider.
 */
public final class Logins {
  private static final Logger LOGGER = LoggerFactory.getLogger(Logins.class);

  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final AccessRules rules;
  private final @Nullable Users users;
  private final ApiTokens tokens;
  private final @Nullable OpenIdProvider openId;
  private final InstantSource clock;
  private final FailedLogins failed;

  /**
   * @param users null without users with a password
   * @param openId null without an OpenID provider
   * @param failed kept when the settings are read again
   */
  Logins(
      AccessRules rules,
      @Nullable Users users,
      ApiTokens tokens,
      @Nullable OpenIdProvider openId,
      InstantSource clock,
      FailedLogins failed) {
    this.rules = rules;
    this.users = users;
    this.tokens = tokens;
    this.openId = openId;
    this.clock = clock;
    this.failed = failed;
  }

  /**
   * Checks the header {@code Authorization}.
   *
   * @param address of the client
   */
  public Authentication check(@Nullable String authorization, String address) {
    String basic = after(BASIC, authorization);
    if (basic != null) {
      return password(basic, address);
    }
    String bearer = after(BEARER, authorization);
    if (bearer == null) {
      return authorization == null ? new Absent() : new Refused();
    }
    return ApiTokens.isApiToken(bearer) ? token(bearer) : jwt(bearer);
  }

  /** Returns what an identity that was proven before may do. */
  public Authentication of(Identity identity) {
    return rules
        .caller(identity)
        .<Authentication>map(Accepted::new)
        .orElseGet(() -> new WithoutRole(identity));
  }

  private static @Nullable String after(String scheme, @Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
        ? authorization.substring(scheme.length()).trim()
        : null;
  }

  /** User and password of basic authentication, RFC 7617. */
  private Authentication password(String encoded, String address) {
    String credentials;
    try {
      credentials = new String(Base64.getDecoder().decode(encoded), UTF_8);
    } catch (IllegalArgumentException e) {
      return new Refused();
    }
    int colon = credentials.indexOf(':');
    if (users == null || colon < 0) {
      return new Refused();
    }
    return password(
        users, credentials.substring(0, colon), credentials.substring(colon + 1), address);
  }

  private Authentication password(Users known, String user, String password, String address) {
    if (known.remembers(user, password)) {
      return of(new Identity(user, Login.PASSWORD));
    }
    if (!failed.admits(address, user)) {
      return new Busy(429, "Too many failed logins; wait half a minute for each further attempt.");
    }
    return switch (known.verify(user, password)) {
      case ACCEPTED -> of(new Identity(user, Login.PASSWORD));
      case BUSY -> new Busy(429, "Too many logins at once; try again.");
      case REFUSED -> {
        failed.count(address, user);
        yield new Refused();
      }
    };
  }

  private Authentication token(String text) {
    return tokens
        .find(text, clock.instant())
        .<Authentication>map(
            it ->
                new Accepted(
                    new Caller(new Identity(it.name(), Login.TOKEN), it.role(), it.hosts())))
        .orElseGet(Refused::new);
  }

  private Authentication jwt(String text) {
    if (openId == null) {
      return new Refused();
    }
    try {
      return of(openId.verify(text));
    } catch (OpenIdException e) {
      if (e.isUnavailable()) {
        LOGGER.warn("a JWT could not be verified: {}", e.getMessage());
        return new Busy(503, "The token cannot be verified now; see the log of the exporter.");
      }
      LOGGER.debug("a JWT was refused: {}", e.getMessage());
      return new Refused();
    }
  }
}
