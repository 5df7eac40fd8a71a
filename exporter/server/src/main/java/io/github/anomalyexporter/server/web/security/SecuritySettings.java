package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.UsageException;
import io.github.anomalyexporter.server.config.WebConfig;
import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one reading of the file has brought, ready to use. Safe for use by several threads. */
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
   * Reads the certificates that a configuration names.
   *
   * @throws UsageException if they cannot be used; the message names them
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

  /** What the file says. */
  WebConfig config() {
    return config;
  }

  /** Null for plain HTTP. */
  public @Nullable TlsSettings tls() {
    return tls;
  }

  /** Whether HTTP/2 is offered; only over TLS. */
  public boolean http2() {
    return config.http2();
  }

  /** To send with each answer. */
  public Map<String, String> headers() {
    return config.headers();
  }

  /** Who may log in; null where nobody needs to. */
  public @Nullable Users users() {
    return users;
  }

  /** Whether a certificate that a client shows proves who it is. */
  public boolean verifiesClients() {
    ServerTls serverTls = config.tls();
    ClientAuth auth = serverTls == null ? ClientAuth.NO_CLIENT_CERT : serverTls.clientAuth();
    return auth.isVerified();
  }

  /** Whether one more request may be answered now. */
  public boolean admitsRequest() {
    return rate == null || rate.tryTake();
  }
}
