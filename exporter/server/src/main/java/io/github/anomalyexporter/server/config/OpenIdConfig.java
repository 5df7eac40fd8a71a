package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider: browser login, and JWT sent with requests.
 *
 * @param clientId client that is registered at the provider for the browser login
 * @param clientSecret null for a public client; the login uses PKCE in any case
 * @param audience audience that a JWT sent with a request must have
 * @param usernameClaim claim with the name of a user
 * @param groupsClaim claim with the groups of a user, a list or a string; dots lead into objects
 * @param scopes requested in addition to {@code openid}
 * @param sessionLifetime time after which a browser has to log in again
 * @param http URL of the issuer, proxy, TLS and timeout of requests to it
 */
public record OpenIdConfig(
    String clientId,
    @Nullable Secret clientSecret,
    String audience,
    String usernameClaim,
    String groupsClaim,
    List<String> scopes,
    Duration sessionLifetime,
    HttpClientConfig http) {
  public OpenIdConfig {
    scopes = List.copyOf(scopes);
  }

  /** Returns the settings from which an identity follows: with others it could be another one. */
  public List<String> identitySettings() {
    return List.of(issuer(), clientId, usernameClaim, groupsClaim);
  }

  /** Returns the issuer exactly as configured: tokens must name it with the same characters. */
  public String issuer() {
    return http.url().toString();
  }
}
