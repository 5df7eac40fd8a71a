package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** A serving exporter: its directory has the configuration, the storage and the log. */
public final class ExporterProcess implements AutoCloseable {
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
  public static ExporterProcess start(Path directory, int port, ExporterConfig config) {
    return start(directory, port, config.toString());
  }

  /** Starts an exporter with this configuration file and waits until it serves HTTP. */
  public static ExporterProcess start(Path directory, int port, String config) {
    return start(directory, port, config, Map.of());
  }

  /**
   * Starts an exporter and waits until it serves HTTP.
   *
   * @param environment set on top of this process' own
   */
  public static ExporterProcess start(
      Path directory, int port, String config, Map<String, String> environment) {
    return start(List.of(), directory, port, config, environment);
  }

  /**
   * Starts an exporter and waits until it serves HTTP.
   *
   * @param flags further flags
   */
  public static ExporterProcess start(
      Path directory,
      int port,
      ExporterConfig config,
      Map<String, String> environment,
      String... flags) {
    Path file = Tools.write(directory.resolve("anomaly-exporter.yml"), config.toString());
    List<String> all = new ArrayList<>(List.of("--config.file=" + file));
    all.addAll(List.of(flags));
    return start(List.of(), directory, port, environment, all.toArray(new String[0]));
  }

  /** The same by another command: see {@link Exporter#start}. */
  public static ExporterProcess start(
      List<String> wrapper,
      Path directory,
      int port,
      String config,
      Map<String, String> environment) {
    Tools.write(directory.resolve("anomaly-exporter.yml"), config);
    return start(
        wrapper,
        directory,
        port,
        environment,
        "--config.file=" + directory.resolve("anomaly-exporter.yml"));
  }

  /**
   * Starts an exporter that reads this machine, without a configuration file.
   *
   * @param flags further flags
   */
  public static ExporterProcess startLocal(Path directory, int port, String... flags) {
    List<String> all = new ArrayList<>(List.of("--source=local"));
    all.addAll(List.of(flags));
    return start(List.of(), directory, port, Map.of(), all.toArray(new String[0]));
  }

  /**
   * Starts an exporter and waits until it serves HTTP.
   *
   * @param flags further flags, among them the configuration file
   */
  public static ExporterProcess start(
      Path directory, int port, Map<String, String> environment, String... flags) {
    return start(List.of(), directory, port, environment, flags);
  }

  private static ExporterProcess start(
      List<String> wrapper,
      Path directory,
      int port,
      Map<String, String> environment,
      String... flags) {
    List<String> program = new ArrayList<>(wrapper);
    program.add(Tools.exporter().toString());
    return startProgram(program, directory, port, environment, flags);
  }

  /**
   * Starts an exporter of another distribution and waits until it serves HTTP: see {@link
   * Exporter#startProgram}.
   *
   * @param flags further flags, among them the configuration file
   */
  public static ExporterProcess startProgram(
      List<String> program,
      Path directory,
      int port,
      Map<String, String> environment,
      String... flags) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--storage.path=" + directory.resolve("storage"),
                "--web.listen-address=127.0.0.1:" + port,
                "--web.enable-lifecycle"));
    arguments.addAll(List.of(flags));
    ChildProcess process =
        Exporter.startProgram(
            program,
            directory.resolve("exporter-" + STARTS.incrementAndGet()),
            environment,
            arguments.toArray(new String[0]));
    ExporterProcess exporter = new ExporterProcess(directory, port, process);
    exporter.awaitHealthy();
    return exporter;
  }

  private void awaitHealthy() {
    await("the exporter serves HTTP")
        .evenIfUnreachable()
        .whileAlive(process)
        .until(() -> get("/-/healthy").status() == 200);
  }

  /** Its process, for signals. */
  public ChildProcess process() {
    return process;
  }

  /** The port of its HTTP server. */
  public int port() {
    return port;
  }

  /** What it has logged so far. */
  public List<String> log() {
    return process.err().lines().toList();
  }

  /** Changes the configuration file without a reload. */
  public void configure(String config) {
    Tools.write(directory.resolve("anomaly-exporter.yml"), config);
  }

  /** The answer to a GET request for a path. */
  public Http.Answer get(String path) throws IOException {
    return send("GET", path);
  }

  /** The answer to a request without a body, which has to be as documented. */
  public Http.Answer send(String method, String path) throws IOException {
    return Http.sendToExporter(method, URI.create("http://127.0.0.1:" + port + path));
  }

  /** The answer to a request with a body, which has to be as documented. */
  public Http.Answer post(String path, String mediaType, String body) throws IOException {
    return Http.postToExporter(URI.create("http://127.0.0.1:" + port + path), mediaType, body);
  }

  /** The data of the answer to a request with a JSON body, which has to have this status. */
  public JsonNode change(String path, String json, int status) throws IOException {
    Http.Answer answer = post(path, "application/json", json);
    assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body()).path("data");
  }

  /** What a scrape would get now. */
  public Samples metrics() throws IOException {
    return Samples.parse(get("/metrics").body());
  }

  /** End of the window that the detector {@code node} scored last, in seconds; 0 before. */
  public double lastScoring() throws IOException {
    return metrics()
        .find("anomaly_detector_last_scoring_timestamp_seconds", Map.of("detector", "node"))
        .orElse(0);
  }

  /** {@code /api/v1/status}. */
  public JsonNode status() throws IOException {
    return document("/api/v1/status").path("data");
  }

  /** A document of the API, with its envelope. */
  public JsonNode document(String path) throws IOException {
    return JSON.readTree(get(path).body());
  }

  /** The version of the model that serves, empty if none does. */
  public String modelVersion() throws IOException {
    return status().path("detectors").path(0).path("model").path("version").asText("");
  }

  /** Returns all instances of the API. */
  public List<Instance> instances() throws IOException {
    JsonNode found = document("/api/v1/instances").path("data");
    return StreamSupport.stream(found.spliterator(), false).map(Instance::of).toList();
  }

  /** Returns one instance of the API; empty if it is unknown. */
  public Optional<Instance> instance(String name) throws IOException {
    return instances().stream().filter(it -> it.label("instance").equals(name)).findFirst();
  }

  /** The state of an instance, empty if it is not known. */
  public String state(String name) throws IOException {
    return instance(name).map(Instance::state).orElse("");
  }

  /** Whether the API shows a score of this instance. */
  public boolean hasScore(String name) throws IOException {
    return instance(name).filter(Instance::hasScore).isPresent();
  }

  /** Whether it is scored and its score is above 1. */
  public boolean isAnomalous(String name) throws IOException {
    return instance(name).filter(Instance::isAnomalous).isPresent();
  }

  /** Waits until each of these hosts has a score. */
  public void awaitScores(Collection<String> hosts) {
    for (String host : hosts) {
      awaitInstance(host, "has a score", Instance::hasScore);
    }
  }

  /** Waits until a host is in a state. */
  public void awaitState(String host, String state) {
    awaitInstance(host, "is " + state, it -> it.state().equals(state));
  }

  /** Waits until the score of a host is above 1. */
  public void awaitAnomalous(String host) {
    awaitInstance(host, "is anomalous", Instance::isAnomalous);
  }

  /**
   * Waits until the API shows an instance as expected.
   *
   * @param host with or without the port 9100, which the simulated hosts have
   * @param expectation completes the sentence that begins with the host
   */
  public Instance awaitInstance(String host, String expectation, Predicate<Instance> expected) {
    String name = host.contains(":") ? host : host + ":9100";
    return await(host + " " + expectation)
        .whileAlive(process)
        .until(() -> instance(name), it -> it.filter(expected).isPresent())
        .orElseThrow();
  }

  /** Waits until a document of the API is as expected. */
  public JsonNode awaitDocument(String path, Predicate<JsonNode> expected) {
    return await(path + " is as expected")
        .whileAlive(process)
        .until(() -> document(path), expected);
  }

  /** Waits until a later window is scored than the last one now. */
  public void awaitNextScoring() throws IOException {
    double before = lastScoring();
    await("scoring goes on after " + before)
        .whileAlive(process)
        .until(this::lastScoring, it -> it > before);
  }

  /**
   * Terminates it, as an init system does, and waits for its end.
   *
   * @throws AssertionError if it does not end in order: with 0, or with 1 where it did not finish
   *     its work in the time it gives itself, as may be on a busy machine
   */
  public void stop() {
    process.signal("TERM");
    assertThat(process.awaitExit()).as(process::err).isIn(0, 1);
  }

  @Override
  public void close() {
    process.close();
  }
}
