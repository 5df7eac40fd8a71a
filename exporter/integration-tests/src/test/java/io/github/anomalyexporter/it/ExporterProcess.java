package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** A serving exporter: its directory has the configuration, the storage and the log. */
final class ExporterProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps the logs of several processes of one directory apart. */
  private static final AtomicInteger STARTS = new AtomicInteger();

  private final Path directory;
  private final int port;
  private final ChildProcess process;

  private ExporterProcess(Path directory, int port, ChildProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /** Starts an exporter and waits until it serves HTTP. */
  static ExporterProcess start(Path directory, int port, ExporterConfig config) {
    return start(directory, port, config.toString());
  }

  /** Starts an exporter with this configuration file and waits until it serves HTTP. */
  static ExporterProcess start(Path directory, int port, String config) {
    return start(directory, port, config, Map.of());
  }

  /**
   * Starts an exporter and waits until it serves HTTP.
   *
   * @param environment set on top of this process' own
   */
  static ExporterProcess start(
      Path directory, int port, String config, Map<String, String> environment) {
    return start(List.of(), directory, port, config, environment);
  }

  /** The same by another command: see {@link Exporter#start}. */
  static ExporterProcess start(
      List<String> wrapper,
      Path directory,
      int port,
      String config,
      Map<String, String> environment) {
    write(directory, config);
    ChildProcess process =
        Exporter.start(
            wrapper,
            directory.resolve("exporter-" + STARTS.incrementAndGet()),
            environment,
            "serve",
            "--config.file=" + directory.resolve("anomaly-exporter.yml"),
            "--storage.path=" + directory.resolve("storage"),
            "--web.listen-address=127.0.0.1:" + port,
            "--web.enable-lifecycle");
    ExporterProcess exporter = new ExporterProcess(directory, port, process);
    exporter.awaitHealthy();
    return exporter;
  }

  private static void write(Path directory, String config) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("anomaly-exporter.yml"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitHealthy() {
    await("the exporter serves HTTP")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast("the exporter has ended; log: " + directory, () -> !process.isAlive())
        .until(() -> get("/-/healthy").status() == 200);
  }

  ChildProcess process() {
    return process;
  }

  int port() {
    return port;
  }

  /** What it has logged so far. */
  List<String> log() {
    return process.err().lines().toList();
  }

  /** Changes the configuration file, and does not tell the exporter. */
  void configure(String config) {
    write(directory, config);
  }

  Http.Answer get(String path) throws IOException {
    return send("GET", path);
  }

  Http.Answer send(String method, String path) throws IOException {
    return Http.send(method, URI.create("http://127.0.0.1:" + port + path));
  }

  /** What a scrape would get now. */
  Samples metrics() throws IOException {
    return Samples.parse(get("/metrics").body());
  }

  /** End of the window that the detector {@code node} scored last, in seconds; 0 before. */
  double lastScoring() throws IOException {
    return metrics()
        .find("anomaly_detector_last_scoring_timestamp_seconds", Map.of("detector", "node"))
        .orElse(0);
  }

  /** {@code /api/v1/status}. */
  JsonNode status() throws IOException {
    return JSON.readTree(get("/api/v1/status").body()).path("data");
  }

  /** The version of the model that serves, empty if none does. */
  String modelVersion() throws IOException {
    return status().path("detectors").path(0).path("model").path("version").asText("");
  }

  /** What the API tells of all instances. */
  List<Instance> instances() throws IOException {
    JsonNode found = JSON.readTree(get("/api/v1/instances").body()).path("data");
    return StreamSupport.stream(found.spliterator(), false).map(Instance::of).toList();
  }

  /** What the API tells of one instance; empty if it does not know it. */
  Optional<Instance> instance(String name) throws IOException {
    return instances().stream().filter(it -> it.label("instance").equals(name)).findFirst();
  }

  /** The state of an instance, empty if it is not known. */
  String state(String name) throws IOException {
    return instance(name).map(Instance::state).orElse("");
  }

  boolean hasScore(String name) throws IOException {
    return instance(name).filter(Instance::hasScore).isPresent();
  }

  /** Whether it is scored and its score is above 1. */
  boolean isAnomalous(String name) throws IOException {
    return instance(name).filter(Instance::isAnomalous).isPresent();
  }

  /**
   * Asks it to end, as an init system does, and waits for that.
   *
   * @throws AssertionError if it does not end in order: with 0, or with 1 where it did not finish
   *     its work in the time it gives itself, as may be on a busy machine
   */
  void stop() {
    process.signal("TERM");
    assertThat(process.awaitExit(PATIENCE)).as(process::err).isIn(0, 1);
  }

  @Override
  public void close() {
    process.close();
  }
}
