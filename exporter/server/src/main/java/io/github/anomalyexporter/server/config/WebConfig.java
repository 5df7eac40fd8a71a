package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.access.AccessRules;
import io.github.anomalyexporter.server.secret.PemSource;
import io.github.anomalyexporter.server.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Security settings of the exporter's HTTP server, in the format of the Prometheus
 * exporter-toolkit's <a
 * href="https://github.com/prometheus/exporter-toolkit/blob/master/docs/web-configuration.md">web
 * configuration</a>.
 *
 * @param tls null for plain HTTP
 * @param http2 whether HTTP/2 is offered; only over TLS
 * @param headers sent with each response
 * @param users bcrypt hashes of the passwords by user; empty for no authentication
 * @param rateLimit null for no limit
 * @param access roles, teams, tokens and the OpenID provider
 * @param stated the keys of {@link #PROTECTING} that have a value in the file, including empty
 *     lists or mappings
 */
public record WebConfig(
    @Nullable ServerTls tls,
    boolean http2,
    Map<String, String> headers,
    Map<String, Secret> users,
    @Nullable RateLimit rateLimit,
    AccessConfig access,
    Set<String> stated) {

  private static final String USERS = "basic_auth_users";
  private static final String CLIENT_AUTH = "tls_server_config.client_auth_type";
  private static final String ALLOWED_SANS = "tls_server_config.client_allowed_sans";
  private static final String CLIENT_AUTHORITY = "tls_server_config.client_ca_file";

  private static final String RATE_LIMIT = "rate_limit";
  private static final String HEADERS = "http_server_config.headers";
  private static final String ROLES = "access.roles";
  private static final String TEAMS = "access.teams";
  private static final String TOKENS = "access.tokens";
  private static final String OPEN_ID = "access.oidc";

  /** Paths of the keys that protect the server; they can also state explicitly that they do not. */
  static final List<String> PROTECTING =
      List.of(USERS, CLIENT_AUTH, ALLOWED_SANS, RATE_LIMIT, HEADERS, ROLES, TEAMS, TOKENS, OPEN_ID);

  /** Plain HTTP without authentication. */
  public static final WebConfig UNSECURED =
      new WebConfig(null, true, Map.of(), Map.of(), null, AccessConfig.NONE, Set.of());

  public WebConfig {
    stated = Set.copyOf(stated);
    headers = Map.copyOf(headers);
    users = Map.copyOf(users);
  }

  /**
   * Returns the keys that protected the server before and are missing here. A file that is empty or
   * being written lacks them; a file that removes protection on purpose states them: {@code
   * basic_auth_users: {}}, {@code client_auth_type: NoClientCert}, {@code client_allowed_sans: []}.
   */
  public List<String> missing(WebConfig before) {
    List<String> missing = new ArrayList<>();
    if (users.isEmpty() && !before.users.isEmpty()) {
      missing.add(USERS);
    }
    if (rateLimit == null && before.rateLimit != null) {
      missing.add(RATE_LIMIT);
    }
    if (headers.isEmpty() && !before.headers.isEmpty()) {
      missing.add(HEADERS);
    }
    missing.addAll(missingAccess(before.access));
    if (tls != null && before.tls != null) {
      missing.addAll(tls.missing(before.tls));
    }
    missing.removeAll(stated);
    return missing;
  }

  /**
   * Without roles each user would be an admin, without teams each caller would see all hosts, and
   * without users, tokens and OpenID provider no login would be required.
   */
  private List<String> missingAccess(AccessConfig before) {
    List<String> missing = new ArrayList<>();
    if (access.rules().roles().isEmpty() && !before.rules().roles().isEmpty()) {
      missing.add(ROLES);
    }
    if (access.rules().teams().isEmpty() && !before.rules().teams().isEmpty()) {
      missing.add(TEAMS);
    }
    if (access.tokens().isEmpty() && !before.tokens().isEmpty()) {
      missing.add(TOKENS);
    }
    if (access.openId() == null && before.openId() != null) {
      missing.add(OPEN_ID);
    }
    return missing;
  }

  /** Returns whether every request but those for health needs a login. */
  public boolean requiresLogin() {
    return !users.isEmpty()
        || !access.tokens().isEmpty()
        || access.openId() != null
        || !access.rules().equals(AccessRules.NONE);
  }

  /** Returns the files named by these settings. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (tls != null) {
      tls.certificate().file().ifPresent(files::add);
      tls.key().file().ifPresent(files::add);
      if (tls.clientAuthority() != null) {
        tls.clientAuthority().file().ifPresent(files::add);
      }
    }
    return files;
  }

  /** Requirements on client certificates, as in Go's crypto/tls. */
  public enum ClientAuth {
    NO_CLIENT_CERT(false, false),
    REQUEST_CLIENT_CERT(false, false),
    REQUIRE_ANY_CLIENT_CERT(true, false),
    VERIFY_CLIENT_CERT_IF_GIVEN(false, true),
    REQUIRE_AND_VERIFY_CLIENT_CERT(true, true);

    private final boolean required;
    private final boolean verified;

    ClientAuth(boolean required, boolean verified) {
      this.required = required;
      this.verified = verified;
    }

    /** Returns whether clients without a certificate are rejected. */
    public boolean isRequired() {
      return required;
    }

    /** Returns whether certificates must be issued by one of the authorities. */
    public boolean isVerified() {
      return verified;
    }
  }

  /** Versions of TLS, oldest first. */
  public enum TlsVersion {
    TLS10("TLSv1"),
    TLS11("TLSv1.1"),
    TLS12("TLSv1.2"),
    TLS13("TLSv1.3");

    private final String protocol;

    TlsVersion(String protocol) {
      this.protocol = protocol;
    }

    /** Returns the name in Java. */
    public String protocol() {
      return protocol;
    }
  }

  /**
   * TLS settings of the server.
   *
   * @param certificate server certificate with its chain
   * @param clientAuthority null for the authorities that the JVM trusts
   * @param clientAllowedSans allowed subject alternative names, one of which a client certificate
   *     must have; empty for any
   * @param cipherSuites cipher suites of TLS 1.2; empty for the JVM's defaults
   * @param preferServerCipherSuites whether the order of the server's suites takes precedence over
   *     the client's order
   * @param namedGroups Java names of the curves; empty for the JVM's defaults
   */
  public record ServerTls(
      PemSource certificate,
      PemSource key,
      ClientAuth clientAuth,
      @Nullable PemSource clientAuthority,
      List<String> clientAllowedSans,
      TlsVersion minVersion,
      TlsVersion maxVersion,
      List<String> cipherSuites,
      boolean preferServerCipherSuites,
      List<String> namedGroups) {

    public ServerTls {
      clientAllowedSans = List.copyOf(clientAllowedSans);
      cipherSuites = List.copyOf(cipherSuites);
      namedGroups = List.copyOf(namedGroups);
    }

    private List<String> missing(ServerTls before) {
      List<String> missing = new ArrayList<>();
      if ((before.clientAuth.isRequired() && !clientAuth.isRequired())
          || (before.clientAuth.isVerified() && !clientAuth.isVerified())) {
        missing.add(CLIENT_AUTH);
      }
      if (clientAllowedSans.isEmpty() && !before.clientAllowedSans.isEmpty()) {
        missing.add(ALLOWED_SANS);
      }
      // Without a client authority every authority that the JVM trusts could issue client
      // certificates.
      if (clientAuth.isVerified() && clientAuthority == null && before.clientAuthority != null) {
        missing.add(CLIENT_AUTHORITY);
      }
      return missing;
    }
  }

  /**
   * Token bucket for all requests.
   *
   * @param interval time after which one more request is allowed
   * @param burst maximum number of requests at once
   */
  public record RateLimit(Duration interval, int burst) {}
}
