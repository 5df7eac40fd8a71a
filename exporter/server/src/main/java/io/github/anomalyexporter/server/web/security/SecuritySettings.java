package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.OpenIdConfig;
import io.github.anomalyexporter.server.config.WebConfig;
import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.openid.OpenIdProvider;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one reading of the file, with certificates loaded. Safe for use by several threads.
 */
public final class SecuritySettings implements AutoCloseable {
  private final WebConfig config;
  private final @Nullable TlsSettings tls;
  private final @Nullable TokenBucket rate;
  private final @Nullable OpenIdProvider openId;
  private final @Nullable Users users;
  private final FailedLogins failed;
  private final Logins logins;

  private SecuritySettings(
      WebConfig config,
      @Nullable TlsSettings tls,
      @Nullable TokenBucket rate,
      @Nullable OpenIdProvider openId,
      @Nullable Users users,
      FailedLogins failed,
      InstantSource clock) {
    this.config = config;
    this.tls = tls;
    this.rate = rate;
    this.openId = openId;
    this.users = users;
    this.failed = failed;
    this.logins =
        new Logins(
            config.access().rules(),
            users,
            new ApiTokens(config.access().tokens()),
            openId,
            clock,
            failed);
  }

  /**
   * Loads the certificates named by a configuration.
   *
   * @param previous settings whose failed logins count, and whose accepted passwords stay known;
   *     null for none
   * @throws UsageException if a certificate cannot be used; the message names it
   */
  static SecuritySettings of(
      WebConfig config,
      SecureRandom random,
      InstantSource clock,
      @Nullable SecuritySettings previous) {
    ServerTls tls = config.tls();
    RateLimit limit = config.rateLimit();
    OpenIdConfig provider = config.access().openId();
    TlsSettings loaded = tls == null ? null : TlsSettings.of(tls, random);
    OpenIdProvider openId = provider == null ? null : new OpenIdProvider(provider);
    return new SecuritySettings(
        config,
        loaded,
        limit == null ? null : new TokenBucket(limit, System::nanoTime),
        openId,
        users(config, random, previous == null ? null : previous.users),
        previous == null ? new FailedLogins(System::nanoTime) : previous.failed,
        clock);
  }

  private static @Nullable Users users(
      WebConfig config, SecureRandom random, @Nullable Users previous) {
    if (config.users().isEmpty()) {
      return null;
    }
    return previous == null ? new Users(config.users(), random) : previous.with(config.users());
  }

  /** Returns the content of the file. */
  WebConfig config() {
    return config;
  }

  /** Returns null for plain HTTP. */
  public @Nullable TlsSettings tls() {
    return tls;
  }

  /** Returns whether HTTP/2 is offered; only over TLS. */
  public boolean http2() {
    return config.http2();
  }

  /** Returns the headers to send with each response. */
  public Map<String, String> headers() {
    return config.headers();
  }

  /** Returns whether every request but those for health needs a login. */
  public boolean requiresLogin() {
    return config.requiresLogin();
  }

  /** Returns whether there are users with a password. */
  public boolean hasUsers() {
    return !config.users().isEmpty();
  }

  /** Returns the check of logins. */
  public Logins logins() {
    return logins;
  }

  /** Returns the OpenID provider; null without one. */
  public @Nullable OpenIdProvider openId() {
    return openId;
  }

  /** Returns whether client certificates are verified. */
  public boolean verifiesClients() {
    ServerTls serverTls = config.tls();
    ClientAuth auth = serverTls == null ? ClientAuth.NO_CLIENT_CERT : serverTls.clientAuth();
    return auth.isVerified();
  }

  /** Returns whether the rate limit admits a further request now. */
  public boolean admitsRequest() {
    return rate == null || rate.tryTake();
  }

  /** Ends the connections to the OpenID provider. */
  @Override
  public void close() {
    if (openId != null) {
      openId.close();
    }
  }
}
