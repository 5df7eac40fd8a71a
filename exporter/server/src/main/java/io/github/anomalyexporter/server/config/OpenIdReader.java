package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code access.oidc}. */
final class OpenIdReader {
  private static final String EXAMPLE = "https://login.example.com/realms/main";
  private static final URI PLACEHOLDER = URI.create("https://localhost");
  private static final Duration SHORTEST_SESSION = Duration.ofMinutes(1);
  private static final Duration LONGEST_SESSION = Duration.ofDays(30);
  private static final Duration DEFAULT_SESSION = Duration.ofHours(12);

  private OpenIdReader() {}

  /** Returns the settings; empty if absent. */
  static Optional<OpenIdConfig> read(Value value) {
    Section section = value.section();
    Value issuer = section.value("issuer");
    Optional<URI> url = HttpClientReader.url(issuer, EXAMPLE);
    Optional<String> clientId = section.value("client_id").literal();
    Optional<Secret> secret =
        HttpClientReader.secret(section, "client_secret", "client_secret_file");
    List<String> scopes = section.value("scopes").strings();
    OpenIdConfig config =
        new OpenIdConfig(
            clientId.orElse(""),
            secret.orElse(null),
            section.value("audience").literal().or(() -> clientId).orElse(""),
            section.value("username_claim").literal().orElse("preferred_username"),
            section.value("groups_claim").literal().orElse("groups"),
            section.value("scopes").isPresent() ? scopes : List.of("profile"),
            section
                .value("session_lifetime")
                .duration(SHORTEST_SESSION, LONGEST_SESSION)
                .orElse(DEFAULT_SESSION),
            client(section, url.orElse(PLACEHOLDER)));
    if (!value.isMapping()) {
      return Optional.empty();
    }
    if (!issuer.isPresent()) {
      issuer.problem(ProblemKind.MISSING, "the URL of the issuer, such as " + EXAMPLE, "none");
    }
    if (clientId.isEmpty()) {
      section
          .value("client_id")
          .problem(ProblemKind.MISSING, "the client registered at the provider", "none");
    }
    return url.isEmpty() || clientId.isEmpty() ? Optional.empty() : Optional.of(config);
  }

  private static HttpClientConfig client(Section section, URI url) {
    return new HttpClientConfig(
        url,
        null,
        section.value("proxy_url").url(HttpClientReader.PROXY_URL, "http").orElse(null),
        null,
        null,
        Map.of(),
        HttpClientReader.tls(section.value("tls")),
        HttpClientConfig.DEFAULT_TIMEOUT,
        0);
  }
}
