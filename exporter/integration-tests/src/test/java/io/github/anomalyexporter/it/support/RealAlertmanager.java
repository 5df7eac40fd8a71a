package io.github.anomalyexporter.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An Alertmanager: see {@link RealServer}. */
public final class RealAlertmanager extends RealServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "alertmanager.yml";

  private RealAlertmanager(AlertmanagerVersion version, Path directory, int port) {
    super(
        directory.resolve("alertmanager"),
        port,
        "/-/ready",
        List.of(
            version.alertmanager().toString(),
            "--config.file=" + directory.resolve(CONFIG),
            "--storage.path=" + directory.resolve("alertmanager-data"),
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port,
            "--web.external-url=http://127.0.0.1:" + port));
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its configuration, data and log
   * @param config the contents of alertmanager.yml
   */
  public static RealAlertmanager start(AlertmanagerVersion version, Path directory, String config) {
    Tools.write(directory.resolve(CONFIG), config);
    RealAlertmanager alertmanager = new RealAlertmanager(version, directory, Ports.free());
    System.out.printf("Alertmanager %s on %s%n", alertmanager.buildVersion(), alertmanager.url());
    return alertmanager;
  }

  /** Starts a server whose alerts go nowhere, for its API alone. */
  public static RealAlertmanager start(AlertmanagerVersion version, Path directory) {
    return start(version, directory, "route: {receiver: none}\nreceivers: [{name: none}]\n");
  }

  private String buildVersion() {
    try {
      return json("/api/v2/status").path("versionInfo").path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends these alerts as firing. */
  public void fire(PostedAlert... alerts) throws IOException {
    fire(List.of(alerts));
  }

  /** Sends these alerts as firing. */
  public void fire(List<PostedAlert> alerts) throws IOException {
    post("/api/v2/alerts", alerts.stream().map(PostedAlert::firing).toList());
  }

  /** Sends these alerts as resolved. */
  public void resolve(List<PostedAlert> alerts) throws IOException {
    Instant now = Instant.now();
    post("/api/v2/alerts", alerts.stream().map(alert -> alert.resolved(now)).toList());
  }

  /**
   * Silences alerts from now on.
   *
   * @param labels that an alert must have, with these values
   * @return the id of the silence
   */
  public String silence(Map<String, String> labels, Duration length) throws IOException {
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
  public void expire(String silence) throws IOException {
    json(Http.send("DELETE", url().resolve("/api/v2/silence/" + silence)));
  }

  /** Ends all silences. */
  public void expireAll() throws IOException {
    for (JsonNode silence : json("/api/v2/silences")) {
      if (!silence.at("/status/state").asText().equals("expired")) {
        expire(silence.path("id").asText());
      }
    }
  }

  /** The alerts it has, as its API gives them. */
  public List<JsonNode> alerts() throws IOException {
    List<JsonNode> alerts = new ArrayList<>();
    json("/api/v2/alerts").forEach(alerts::add);
    return alerts;
  }

  /** The ids of the silences that match the alert of this name and instance. */
  public List<String> silencing(String alertname, String instance) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonNode alert : json("/api/v2/alerts")) {
      JsonNode labels = alert.path("labels");
      if (labels.path("alertname").asText().equals(alertname)
          && labels.path("instance").asText().equals(instance)) {
        alert.at("/status/silencedBy").forEach(id -> ids.add(id.asText()));
      }
    }
    return ids;
  }

  /** A silence, as its API gives it. */
  public JsonNode silence(String id) throws IOException {
    return json("/api/v2/silence/" + id);
  }

  /** The names of the alerts that are held back since others fire. */
  public List<String> inhibited() throws IOException {
    return named(alerts().stream().filter(it -> !it.path("status").path("inhibitedBy").isEmpty()));
  }

  /** The names of the alerts that are notified. */
  public List<String> active() throws IOException {
    return named(
        alerts().stream().filter(it -> it.path("status").path("state").asText().equals("active")));
  }

  private static List<String> named(Stream<JsonNode> alerts) {
    return alerts.map(it -> it.path("labels").path("alertname").asText()).sorted().toList();
  }

  private JsonNode post(String path, Object body) throws IOException {
    Http.Answer answer = Http.post(url().resolve(path), JSON.writeValueAsString(body));
    return json(answer);
  }
}
