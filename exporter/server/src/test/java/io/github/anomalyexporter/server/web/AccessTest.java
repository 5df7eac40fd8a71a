package io.github.anomalyexporter.server.web;

import static io.github.anomalyexporter.server.web.SecuredServer.HASH;
import static io.github.anomalyexporter.server.web.SecuredServer.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.web.security.ApiTokens;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Roles, teams, API tokens and the protection of browsers, of the real server. */
class AccessTest {
  private static final String TOKEN = ApiTokens.create(new SecureRandom());
  private static final String EXPIRED = ApiTokens.create(new SecureRandom());

  /** Users are named like their roles. */
  private static final String CONFIG =
      """
      basic_auth_users: {viewer: %1$s, operator: %1$s, admin: %1$s, team: %1$s, guest: %1$s}
      access:
        roles:
          viewer: {users: [viewer, team]}
          operator: {users: [operator]}
          admin: {users: [admin]}
        teams:
          - users: [viewer, operator]
            match: ['{}']
          - users: [team]
            match: ['{team="web"}']
        tokens:
          - {name: pipeline, sha256: %2$s, role: operator, expires: 2100-01-01T00:00:00Z, match: ["{}"]}
          - {name: old, sha256: %3$s, role: operator, expires: 2020-01-01T00:00:00Z, match: ["{}"]}
      """
          .formatted(HASH, ApiTokens.hash(TOKEN), ApiTokens.hash(EXPIRED));

  private static final Set<Route> ADMIN =
      EnumSet.of(Route.RELOAD, Route.ROLLBACK, Route.CONFIGURATION);

  /** POST requests that change nothing, or check the caller themselves. */
  private static final Set<Route> READING = EnumSet.of(Route.SCORE, Route.MCP, Route.LOGOUT);

  private final HttpClient client = new DocumentedClient(HttpClient.newHttpClient());
  @TempDir private Path folder;
  private SecuredServer server;

  @BeforeEach
  void start() throws IOException, ConfigException {
    server = new SecuredServer(folder, CONFIG);
  }

  private void restart(String config, boolean lifecycle) throws IOException, ConfigException {
    server.close();
    server = new SecuredServer(folder, config, WebLimits.DEFAULT, lifecycle);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> send(String method, String path, String authorization)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = server.request(path).method(method, BodyPublishers.noBody());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String user(String name) {
    return SecuredServer.basic(name + ":" + PASSWORD);
  }

  private static Role required(Route route, String method) {
    if (ADMIN.contains(route)) {
      return Role.ADMIN;
    }
    return method.equals("GET") || READING.contains(route) ? Role.VIEWER : Role.OPERATOR;
  }

  private static String path(Route route) {
    return route
        .path()
        .replace("{file}", "none")
        .replace("{detector}", "node")
        .replace("{backtest}", "none")
        .replace("{silence}", "none")
        .replace("{instance}", "web-1");
  }

  /** A new route is for viewers if it reads, for operators if not, unless this test says so. */
  @ParameterizedTest
  @EnumSource
  void a_route_is_open_to_its_role_and_to_the_roles_above(Role role)
      throws IOException, InterruptedException, ConfigException {
    for (Route route : Route.values()) {
      for (String method : route.methods()) {
        HttpResponse<String> response = send(method, path(route), user(role.label()));
        boolean refused =
            response.statusCode() == 403 && response.body().contains("requires the role");
        assertThat(refused)
            .as(role + " " + method + " " + route.path() + ": " + response.body())
            .isEqualTo(!role.includes(required(route, method)));
      }
    }
  }

  @Test
  void a_refused_caller_has_changed_nothing()
      throws IOException, InterruptedException, ConfigException {
    restart(CONFIG, true);
    assertThat(send("POST", "/-/reload", user("operator")).statusCode()).isEqualTo(403);
    assertThat(send("DELETE", "/api/v1/instances/web-1", user("viewer")).body())
        .contains(
            "\"errorType\":\"forbidden\"",
            "DELETE /api/v1/instances/{instance} requires the role operator, found viewer");
    assertThat(server.operations.reloads).hasValue(0);
    assertThat(server.operations.forgotten).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({"/metrics", "/api/v1/status", "/", "/nothing"})
  void a_user_without_a_role_sees_nothing(String path)
      throws IOException, InterruptedException, ConfigException {
    HttpResponse<String> response = send("GET", path, user("guest"));
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).contains("guest has no role, or is in no team");
  }

  @Test
  void metrics_are_for_callers_who_see_all_hosts()
      throws IOException, InterruptedException, ConfigException {
    assertThat(send("GET", "/metrics", user("team")).statusCode()).isEqualTo(403);
    assertThat(send("GET", "/metrics", user("viewer")).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/metrics", user("admin")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_token_has_its_role_until_it_expires()
      throws IOException, InterruptedException, ConfigException {
    assertThat(send("GET", "/api/v1/user", "Bearer " + TOKEN).body())
        .contains(
            "\"user\":\"pipeline\"",
            "\"login\":\"token\"",
            "\"role\":\"operator\"",
            "\"may_change_state\":true");
    assertThat(send("POST", "/-/reload", "Bearer " + TOKEN).statusCode()).isEqualTo(403);
    for (String wrong :
        List.of(EXPIRED, TOKEN + "x", "anex_", ApiTokens.hash(TOKEN), "e30.e30.e30", "")) {
      assertThat(send("GET", "/api/v1/status", "Bearer " + wrong).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
  }

  @Test
  void tokens_alone_require_a_login() throws IOException, InterruptedException, ConfigException {
    restart(CONFIG.replaceAll("(?s)^basic.*  tokens:", "access:\n  tokens:"), true);
    HttpResponse<String> stranger = send("GET", "/api/v1/status", "");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"anomaly-exporter\"");
    assertThat(send("GET", "/api/v1/status", user("admin")).statusCode()).isEqualTo(401);
    assertThat(send("GET", "/api/v1/status", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
  }

  @Test
  void without_roles_each_user_is_an_admin()
      throws IOException, InterruptedException, ConfigException {
    restart("basic_auth_users: {alice: " + HASH + "}", false);
    assertThat(send("POST", "/-/reload", user("alice")).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/api/v1/user", user("alice")).body())
        .contains("\"role\":\"admin\"", "\"login\":\"password\"");
  }

  @Test
  void without_a_login_callers_read_and_change_nothing()
      throws IOException, InterruptedException, ConfigException {
    restart("{}", false);
    assertThat(send("GET", "/api/v1/user", "").body())
        .contains("\"user\":null", "\"may_change_state\":false");
    assertThat(send("POST", "/-/reload", "").statusCode()).isEqualTo(403);
  }

  /** A file that is being written has no roles: each user would be an admin. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'  roles:(?s).*?  teams'|'  teams'|access.roles",
        "'  teams:(?s).*?  tokens'|'  tokens'|access.teams",
        "'  tokens:(?s).*'||access.tokens",
      })
  void roles_teams_and_tokens_are_not_lost_by_mistake(
      String part, @Nullable String replacement, String key)
      throws IOException, InterruptedException, ConfigException {
    String without = CONFIG.replaceAll(part, replacement == null ? "" : replacement);
    server.configure(without);
    assertThat(server.metric("anomaly_exporter_web_config_last_reload_successful")).isZero();
    assertThat(send("POST", "/-/reload", user("viewer")).statusCode()).isEqualTo(403);

    String stated = key.substring("access.".length());
    server.configure(
        without + "  " + stated + ": " + (stated.equals("roles") ? "{}" : "[]") + "\n");
    // Teams without roles would be without effect.
    assertThat(server.metric("anomaly_exporter_web_config_last_reload_successful"))
        .isEqualTo(stated.equals("roles") ? 0 : 1);
  }

  /** A file that is being written ends anywhere. */
  @Test
  void a_file_that_is_cut_off_gives_no_caller_more() throws Exception {
    Matcher places = Pattern.compile("[:\n]").matcher(CONFIG);
    while (places.find()) {
      server.configure(CONFIG.substring(0, places.end()));
      if (server.metric("anomaly_exporter_web_config_last_reload_successful") == 1) {
        for (String caller : List.of("viewer", "operator", "team", "guest")) {
          assertThat(send("GET", "/api/v1/user", user(caller)).body())
              .as(caller + " of a file that ends at " + places.end())
              .doesNotContain("\"role\":\"admin\"");
        }
        assertThat(send("GET", "/metrics", user("team")).statusCode()).isEqualTo(403);
      }
    }
  }

  @Test
  void after_failed_logins_a_user_waits_and_others_do_not()
      throws IOException, InterruptedException, ConfigException {
    assertThat(send("GET", "/api/v1/status", user("viewer")).statusCode()).isEqualTo(200);
    for (int i = 0; i < 10; i++) {
      for (String name : List.of("operator", "viewer", "invented")) {
        assertThat(send("GET", "/api/v1/status", SecuredServer.basic(name + ":" + i)).statusCode())
            .isEqualTo(401);
      }
    }
    // Users that exist and those that do not are treated alike.
    for (String name : List.of("operator", "invented")) {
      HttpResponse<String> refused = send("GET", "/api/v1/status", user(name));
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("Too many failed logins");
    }
    // A password that was accepted before is no guess: Prometheus continues to scrape.
    assertThat(send("GET", "/api/v1/status", user("viewer")).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/api/v1/status", user("admin")).statusCode()).isEqualTo(200);
    server.configure(CONFIG + "\n# changed");
    assertThat(send("GET", "/api/v1/status", user("viewer")).statusCode()).isEqualTo(200);
    assertThat(send("GET", "/api/v1/status", user("operator")).statusCode()).isEqualTo(429);
  }

  @ParameterizedTest
  @CsvSource({
    "http://evil.example, 403",
    "null, 403",
    "https://evil.example:9877, 403",
    "OWN, 200",
  })
  void a_page_of_another_server_changes_nothing(String origin, int status)
      throws IOException, InterruptedException, ConfigException {
    String sent = origin.equals("OWN") ? "http://localhost:" + server.port() : origin;
    HttpResponse<String> response =
        client.send(
            server
                .request("/-/reload")
                .method("POST", BodyPublishers.noBody())
                .header("Authorization", user("admin"))
                .header("Origin", sent)
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(server.operations.reloads).hasValue(status == 200 ? 1 : 0);
  }

  @Test
  void what_a_caller_sees_is_not_stored_by_shared_caches()
      throws IOException, InterruptedException, ConfigException {
    assertThat(send("GET", "/api/v1/status", user("viewer")).headers().firstValue("Cache-Control"))
        .contains("private, no-cache");
  }
}
