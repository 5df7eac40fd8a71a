package io.github.anomalyexporter.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Keycloak with a realm of three users, alice in the group sre, bob in engineering and guest in
 * none, and a client for the exporter: see {@link RealServer}.
 */
public final class RealKeycloak extends RealServer {
  public static final String CLIENT = "anomaly-exporter";
  public static final String SECRET = "planted-secret-of-the-client";
  public static final String PASSWORD = "correct horse";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REALM = "/realms/main";

  private RealKeycloak(Path directory, int port) {
    super(
        directory.resolve("keycloak"),
        port,
        REALM + "/.well-known/openid-configuration",
        List.of(
            "env",
            // A process that lives for a minute gains little from optimised code.
            "JAVA_OPTS_APPEND=-XX:TieredStopAtLevel=1",
            "bash",
            directory.resolve("server/bin/kc.sh").toString(),
            "start-dev",
            "--import-realm",
            "--http-host=127.0.0.1",
            "--http-port=" + port));
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its program, data and log
   * @param redirect URL to which it may send browsers after a login
   */
  public static RealKeycloak start(Path directory, URI redirect) throws IOException {
    copy(Path.of(Tools.property("keycloak.directory")), directory.resolve("server"));
    Tools.write(
        directory.resolve("server/data/import/realm.json"),
        JSON.writeValueAsString(realm(redirect)));
    RealKeycloak keycloak = new RealKeycloak(directory, Ports.free());
    System.out.println("Keycloak on " + keycloak.url());
    return keycloak;
  }

  /** It writes below its own folder, which the build has unpacked once. */
  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static Map<String, Object> realm(URI redirect) {
    return Map.of(
        "realm",
        "main",
        "enabled",
        true,
        "sslRequired",
        "none",
        "groups",
        List.of(Map.of("name", "sre"), Map.of("name", "engineering")),
        "users",
        List.of(
            user("alice", List.of("/sre")),
            user("bob", List.of("/engineering")),
            user("guest", List.of())),
        "clients",
        List.of(
            Map.of(
                "clientId",
                CLIENT,
                "secret",
                SECRET,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(redirect.toString()),
                "protocolMappers",
                List.of(
                    mapper(
                        "oidc-group-membership-mapper",
                        Map.of("claim.name", "groups", "full.path", "false")),
                    mapper("oidc-audience-mapper", Map.of("included.client.audience", CLIENT))))));
  }

  private static Map<String, Object> user(String name, List<String> groups) {
    return Map.of(
        "username",
        name,
        "enabled",
        true,
        "email",
        name + "@example.com",
        "emailVerified",
        true,
        "firstName",
        name,
        "lastName",
        "Example",
        "credentials",
        List.of(Map.of("type", "password", "value", PASSWORD)),
        "groups",
        groups);
  }

  private static Map<String, Object> mapper(String kind, Map<String, String> settings) {
    Map<String, String> config = new TreeMap<>(settings);
    config.put("id.token.claim", "true");
    config.put("access.token.claim", "true");
    return Map.of(
        "name", kind, "protocol", "openid-connect", "protocolMapper", kind, "config", config);
  }

  /** Returns the issuer of its tokens. */
  public String issuer() {
    return url() + REALM;
  }

  /** Returns an access token of a user. */
  public String token(String user) throws IOException {
    Http.Answer answer =
        Http.postForm(
            URI.create(issuer() + "/protocol/openid-connect/token"),
            Map.of(
                "grant_type", "password",
                "client_id", CLIENT,
                "client_secret", SECRET,
                "username", user,
                "password", PASSWORD,
                "scope", "openid"));
    JsonNode document = json(answer);
    return document.path("access_token").asText();
  }
}
