package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An Alertmanager, on a port and in a directory that stay the same when it is restarted. */
final class RealAlertmanager implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AlertmanagerVersion version;
  private final Path directory;
  private final int port = Ports.free();
  private ChildProcess process;

  private RealAlertmanager(AlertmanagerVersion version, Path directory) {
    this.version = version;
    this.directory = directory;
    this.process = launch();
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its configuration, data and log
   * @param config the contents of alertmanager.yml
   */
  static RealAlertmanager start(AlertmanagerVersion version, Path directory, String config) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("alertmanager.yml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RealAlertmanager alertmanager = new RealAlertmanager(version, directory);
    alertmanager.awaitReady();
    System.out.printf("Alertmanager %s on %s%n", alertmanager.buildVersion(), alertmanager.url());
    return alertmanager;
  }

  /** Starts a server whose alerts go nowhere, for its API alone. */
  static RealAlertmanager start(AlertmanagerVersion version, Path directory) {
    return start(version, directory, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
  }

  private ChildProcess launch() {
    return ChildProcess.start(
        directory.resolve("alertmanager"),
        Map.of(),
        List.of(
            version.alertmanager().toString(),
            "--config.file=" + directory.resolve("alertmanager.yml"),
            "--storage.path=" + directory.resolve("alertmanager-data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port,
            "--web.external-url=" + url()));
  }

  private void awaitReady() {
    await("Alertmanager is ready; log: " + directory)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast("Alertmanager has ended; log: " + directory, () -> !process.isAlive())
        .until(() -> Http.get(url().resolve("/-/ready")).status() == 200);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Host and port. */
  String authority() {
    return url().getAuthority();
  }

  private String buildVersion() {
    try {
      return get("/api/v2/status").path("versionInfo").path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it on the spot, as a crash does. */
  void kill() {
    process.close();
  }

  /** Starts it again after {@link #kill}; it remembers silences and what it has sent. */
  void restart() {
    process = launch();
    awaitReady();
  }

  /** It takes connections and answers none. */
  void hang() {
    process.signal("STOP");
  }

  /** It goes on after {@link #hang}. */
  void goOn() {
    process.signal("CONT");
  }

  /** Tells it that these alerts fire. */
  void fire(PostedAlert... alerts) throws IOException {
    fire(List.of(alerts));
  }

  /** Tells it that these alerts fire. */
  void fire(List<PostedAlert> alerts) throws IOException {
    post("/api/v2/alerts", alerts.stream().map(PostedAlert::firing).toList());
  }

  /** Tells it that these alerts have ended. */
  void resolve(List<PostedAlert> alerts) throws IOException {
    Instant now = Instant.now();
    post("/api/v2/alerts", alerts.stream().map(alert -> alert.resolved(now)).toList());
  }

  /**
   * Silences alerts from now on.
   *
   * @param labels that an alert must have, with these values
   * @return the id of the silence
   */
  String silence(Map<String, String> labels, Duration length) throws IOException {
    Instant now = Instant.now();
    List<Map<String, Object>> matchers = new ArrayList<>();
    labels.forEach(
        (name, value) ->
            matchers.add(Map.of("name", name, "value", value, "isRegex", false, "isEqual", true)));
    Map<String, Object> silence =
        Map.of(
            "matchers",
            matchers,
            "startsAt",
            now.toString(),
            "endsAt",
            now.plus(length).toString(),
            "createdBy",
            "a test",
            "comment",
            "planned work");
    return post("/api/v2/silences", silence).path("silenceID").asText();
  }

  /** Ends a silence. */
  void expire(String silence) throws IOException {
    Http.Answer answer = Http.send("DELETE", url().resolve("/api/v2/silence/" + silence));
    check(answer);
  }

  /** The alerts it has, as its API gives them. */
  List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    get("/api/v2/alerts").forEach(alerts::add);
    return alerts;
  }

  /** The names of the alerts that are held back since others fire. */
  List<String> inhibited() throws IOException {
    return named(alerts().stream().filter(it -> !it.path("status").path("inhibitedBy").isEmpty()));
  }

  /** The names of the alerts that are notified. */
  List<String> active() throws IOException {
    return named(
        alerts().stream().filter(it -> it.path("status").path("state").asText().equals("active")));
  }

  private static List<String> named(Stream<JsonNode> alerts) {
    return alerts.map(it -> it.path("labels").path("alertname").asText()).sorted().toList();
  }

  private JsonNode get(String path) throws IOException {
    return JSON.readTree(check(Http.get(url().resolve(path))));
  }

  private JsonNode post(String path, Object body) throws IOException {
    Http.Answer answer = Http.post(url().resolve(path), JSON.writeValueAsString(body));
    return JSON.readTree(check(answer));
  }

  private static String check(Http.Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return answer.body().isEmpty() ? "null" : answer.body();
  }

  @Override
  public void close() {
    process.close();
  }
}
