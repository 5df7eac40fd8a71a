package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig;
import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.failure.UsageException;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of one reading of the file, with certificates loaded. Safe for use by several threads.
 */
public final class SecuritySettings {
  private final WebConfig config;
  private final @Nullable TlsSettings tls;
  private final @Nullable Users users;
  private final @Nullable TokenBucket rate;

  private SecuritySettings(
      WebConfig config,
      @Nullable TlsSettings tls,
      @Nullable Users users,
      @Nullable TokenBucket rate) {
    this.config = config;
    this.tls = tls;
    this.users = users;
    this.rate = rate;
  }

  /**
   * Loads the certificates named by a configuration.
   *
   * @throws UsageException if a certificate cannot be used; the message names it
   */
  static SecuritySettings of(WebConfig config, SecureRandom random) {
    ServerTls tls = config.tls();
    RateLimit limit = config.rateLimit();
    return new SecuritySettings(
        config,
        tls == null ? null : TlsSettings.of(tls, random),
        config.users().isEmpty() ? null : new Users(config.users(), random),
        limit == null ? null : new TokenBucket(limit, System::nanoTime));
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

  /** Returns the users; null if no authentication is required. */
  public @Nullable Users users() {
    return users;
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
}
