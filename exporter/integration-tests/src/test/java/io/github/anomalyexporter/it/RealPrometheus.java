package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Prometheus server, on a port and in a directory that stay the same when it is restarted. */
final class RealPrometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrometheusVersion version;
  private final Path directory;
  private final int port = Ports.free();
  private ChildProcess process;

  private RealPrometheus(PrometheusVersion version, Path directory) {
    this.version = version;
    this.directory = directory;
    this.process = launch();
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its data, in {@code data}, and its log
   * @param config the contents of prometheus.yml
   */
  static RealPrometheus start(PrometheusVersion version, Path directory, String config) {
    write(directory, config);
    RealPrometheus prometheus = new RealPrometheus(version, directory);
    prometheus.awaitReady();
    System.out.printf("Prometheus %s on %s%n", prometheus.buildVersion(), prometheus.url());
    return prometheus;
  }

  /** Starts a server that scrapes nobody and knows the past of the simulated hosts. */
  static RealPrometheus startWithHistory(PrometheusVersion version, Path directory) {
    History.link(directory.resolve("data"));
    return start(version, directory, new ScrapeConfig().toString());
  }

  private static void write(Path directory, String config) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("prometheus.yml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildProcess launch() {
    return launch(version, directory, port, "--storage.tsdb.retention.time=15d");
  }

  /**
   * Starts the program and waits for nothing.
   *
   * @param directory has prometheus.yml, and the data below {@code data}
   * @param more flags
   */
  static ChildProcess launch(PrometheusVersion version, Path directory, int port, String... more) {
    List<String> command = new ArrayList<>();
    command.add(version.prometheus().toString());
    command.add("--config.file=" + directory.resolve("prometheus.yml"));
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(more));
    return ChildProcess.start(directory.resolve("prometheus"), Map.of(), command);
  }

  private void awaitReady() {
    await("Prometheus is ready; log: " + directory)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Http.get(url().resolve("/-/ready")).status() == 200);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  private String buildVersion() {
    try {
      return data("/api/v1/status/buildinfo").path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it on the spot, as a crash does. */
  void kill() {
    process.close();
  }

  /** Starts it again after {@link #kill}. */
  void restart() {
    process = launch();
    awaitReady();
  }

  /** It takes connections and answers none, as under a full disk or a stuck NFS mount. */
  void hang() {
    process.signal("STOP");
  }

  /** It goes on after {@link #hang}. */
  void goOn() {
    process.signal("CONT");
  }

  /** Scrapes by another prometheus.yml from now on. */
  void reload(String config) {
    write(directory, config);
    process.signal("HUP");
  }

  /** The vector that an expression is now. */
  List<Sample> query(String expression) throws IOException {
    JsonNode result =
        data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
            .path("result");
    List<Sample> samples = new ArrayList<>();
    for (JsonNode element : result) {
      Map<String, String> labels = new HashMap<>();
      element
          .path("metric")
          .properties()
          .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
      String name = labels.getOrDefault("__name__", "");
      labels.remove("__name__");
      samples.add(new Sample(name, labels, element.path("value").path(1).asDouble()));
    }
    return samples;
  }

  /**
   * The data of an answer of the API.
   *
   * @throws IOException if there is none
   */
  JsonNode data(String path) throws IOException {
    Http.Answer answer = Http.get(URI.create(url() + path));
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  @Override
  public void close() {
    process.close();
  }
}
