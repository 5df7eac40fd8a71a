package io.github.anomalyexporter.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Prometheus server: see {@link RealServer}. */
public final class RealPrometheus extends RealServer {
  private static final String CONFIG = "prometheus.yml";

  private final Path directory;

  private RealPrometheus(PrometheusVersion version, Path directory, int port) {
    super(
        directory.resolve("prometheus"),
        port,
        "/-/ready",
        command(version, directory, port, "--storage.tsdb.retention.time=15d"));
    this.directory = directory;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its data, in {@code data}, and its log
   * @param config the contents of prometheus.yml
   */
  public static RealPrometheus start(PrometheusVersion version, Path directory, String config) {
    Tools.write(directory.resolve(CONFIG), config);
    RealPrometheus prometheus = new RealPrometheus(version, directory, Ports.free());
    System.out.printf("Prometheus %s on %s%n", prometheus.buildVersion(), prometheus.url());
    return prometheus;
  }

  /** Starts a server without targets that has the past of the simulated hosts. */
  public static RealPrometheus startWithHistory(PrometheusVersion version, Path directory) {
    History.link(directory.resolve("data"));
    return start(version, directory, new ScrapeConfig().toString());
  }

  /**
   * Starts the program and waits for nothing.
   *
   * @param directory has prometheus.yml, and the data below {@code data}
   * @param more flags
   */
  public static ChildProcess launch(
      PrometheusVersion version, Path directory, int port, String... more) {
    return ChildProcess.start(
        directory.resolve("prometheus"), Map.of(), command(version, directory, port, more));
  }

  private static List<String> command(
      PrometheusVersion version, Path directory, int port, String... more) {
    List<String> command = new ArrayList<>();
    command.add(version.prometheus().toString());
    command.add("--config.file=" + directory.resolve(CONFIG));
    command.add("--storage.tsdb.path=" + directory.resolve("data"));
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(List.of(more));
    return command;
  }

  private String buildVersion() {
    try {
      return data("/api/v1/status/buildinfo").path("version").asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scrapes by another prometheus.yml from now on. */
  public void reload(String config) {
    Tools.write(directory.resolve(CONFIG), config);
    hangUp();
  }

  /** The vector that an expression is now. */
  public List<Sample> query(String expression) throws IOException {
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
  public JsonNode data(String path) throws IOException {
    return json(path).path("data");
  }
}
