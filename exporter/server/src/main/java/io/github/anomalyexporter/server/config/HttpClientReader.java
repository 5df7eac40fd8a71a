package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.HttpClientConfig.BasicAuth;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of an HTTP client. */
final class HttpClientReader {
  /** Expectation of a {@code proxy_url}. */
  static final String PROXY_URL = "a URL such as http://proxy:3128";

  /** A token of RFC 9110. */
  private static final String HEADER_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final int MOST_RETRIES = 10;

  private HttpClientReader() {}

  /**
   * Reads the settings except the URL.
   *
   * @param url the URL, or a placeholder if it is invalid
   * @param example example of a URL, for messages
   */
  static HttpClientConfig read(Section section, URI url, String example) {
    Optional<BasicAuth> basicAuth = basicAuth(section.value("basic_auth"));
    Optional<Secret> bearer = secret(section, "bearer_token", "bearer_token_file");
    if (basicAuth.isPresent() && bearer.isPresent()) {
      section
          .value("basic_auth")
          .problem(ProblemKind.CONFLICT, "either basic_auth or a bearer token", "both");
      bearer = Optional.empty();
    }
    try {
      return new HttpClientConfig(
          url,
          url(section.value("failover_url"), example).orElse(null),
          section.value("proxy_url").url(PROXY_URL, "http").orElse(null),
          basicAuth.orElse(null),
          bearer.orElse(null),
          headers(section.value("headers")),
          tls(section.value("tls")),
          section
              .value("timeout")
              .duration(SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
              .orElse(HttpClientConfig.DEFAULT_TIMEOUT),
          section
              .value("retries")
              .integer(0, MOST_RETRIES)
              .orElse(HttpClientConfig.DEFAULT_RETRIES));
    } catch (UsageException e) {
      // Headers that are reserved, duplicate or not ASCII are detected by the constructor.
      String found = String.valueOf(e.getMessage()).replaceFirst("^headers: ", "that ");
      section
          .value("headers")
          .problem(ProblemKind.INVALID_VALUE, "headers that can be sent", found);
      return HttpClientConfig.defaults(url);
    }
  }

  /** Returns a server's URL, if present. */
  static Optional<URI> url(Value value, String example) {
    return value.url("a URL such as " + example + " or https://host/prefix", "http", "https");
  }

  private static Optional<BasicAuth> basicAuth(Value value) {
    Section section = value.section();
    Value username = section.value("username");
    Optional<String> written = username.literal();
    Optional<String> name = written.filter(found -> !found.contains(":"));
    Optional<Secret> password = secret(section, "password", "password_file");
    if (username.isPresent() ? written.isPresent() && name.isEmpty() : value.isMapping()) {
      // Not shown, because the text after the colon may be the password.
      username.problem(
          username.isPresent() ? ProblemKind.INVALID_VALUE : ProblemKind.MISSING,
          "a user name without a colon",
          username.isPresent() ? "a name with a colon" : "nothing");
    }
    if (value.isMapping() && section.present("password", "password_file").isEmpty()) {
      section.problem(ProblemKind.MISSING, "a password or a password_file", "neither");
    }
    return name.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new BasicAuth(name.get(), password.get()));
  }

  /** Returns a secret of one of two keys, its text or its file. */
  static Optional<Secret> secret(Section section, String key, String fileKey) {
    Value literal = section.value(key);
    Value file = section.value(fileKey);
    if (literal.isPresent() && file.isPresent()) {
      file.problem(ProblemKind.CONFLICT, "either " + key + " or " + fileKey, "both");
    }
    Optional<Secret> secret = literal.secret();
    Optional<Secret> ofFile = file.file().map(Secret::ofFile);
    return secret.isPresent() ? secret : ofFile;
  }

  private static Map<String, String> headers(Value value) {
    Map<String, String> headers = new LinkedHashMap<>();
    value
        .map()
        .forEach(
            (name, header) -> {
              Optional<Secret> secret = header.secret();
              if (!name.matches(HEADER_NAME)) {
                header.problem(ProblemKind.INVALID_VALUE, "a header name", "'" + name + "'");
              } else {
                secret.ifPresent(found -> headers.put(name, found.reveal()));
              }
            });
    return headers;
  }

  /** Returns the TLS settings of a client. */
  static Tls tls(Value value) {
    Section section = value.section();
    Optional<Path> certificate = section.value("cert_file").file();
    Optional<Path> key = section.value("key_file").file();
    if (certificate.isPresent() != key.isPresent()) {
      section.problem(
          ProblemKind.MISSING,
          "both cert_file and key_file",
          "only " + (key.isPresent() ? "key_file" : "cert_file"));
      certificate = Optional.empty();
      key = Optional.empty();
    }
    return new Tls(
        section.value("ca_file").file().orElse(null),
        certificate.orElse(null),
        key.orElse(null),
        section.value("server_name").literal().orElse(null),
        section.value("insecure_skip_verify").bool().orElse(false));
  }
}
