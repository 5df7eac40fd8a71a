package io.github.anomalyexporter.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.testing.exposition.Backfill;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A VictoriaMetrics of one node, which scrapes by itself: see {@link RealServer}. */
public final class RealVictoriaMetrics extends RealServer {
  private final Path directory;

  private RealVictoriaMetrics(Path directory, int port) {
    super(
        directory.resolve("victoria-metrics"),
        port,
        "/health",
        List.of(
            program().toString(),
            "-storageDataPath=" + directory.resolve("data"),
            "-httpListenAddr=127.0.0.1:" + port,
            "-promscrape.config=" + directory.resolve("scrape.yml"),
            "-memory.allowedBytes=200MB"));
    this.directory = directory;
  }

  /** The program, which may be missing. */
  public static Path program() {
    return Tools.optional("victoriametrics", "victoria-metrics");
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param scrapeConfig the contents of a prometheus.yml
   */
  public static RealVictoriaMetrics start(Path directory, String scrapeConfig) {
    Tools.write(directory.resolve("scrape.yml"), scrapeConfig);
    return new RealVictoriaMetrics(directory, Ports.free());
  }

  /** Imports the samples of {@code [start, end)}, of whole seconds. */
  public void add(SimulatedFleet fleet, Instant start, Instant end, Duration interval)
      throws IOException {
    Path seconds = directory.resolve("history.om");
    try (OutputStream out = Files.newOutputStream(seconds)) {
      new Backfill(fleet, start, end, interval, "node", Map.of()).writeTo(out);
    }
    Path milliseconds = directory.resolve("history.txt");
    writeInMilliseconds(seconds, milliseconds);
    String imported = url() + "/api/v1/import/prometheus";
    Command.run(directory, "curl", "--silent", "--fail", "--upload-file", milliseconds, imported);
    Files.delete(seconds);
    Files.delete(milliseconds);
  }

  /** It takes timestamps as Prometheus' text format has them, not as OpenMetrics. */
  private static void writeInMilliseconds(Path seconds, Path milliseconds) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(seconds);
        Writer out = Files.newBufferedWriter(milliseconds)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(line.startsWith("#") ? "\n" : line + "000\n");
      }
    }
  }

  /**
   * The result of a query.
   *
   * @param parameters as they stand in a URL, beside the query
   */
  public JsonNode query(String path, String expression, String parameters) throws IOException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return json("/api/v1/" + path + "?query=" + query + parameters).at("/data/result");
  }
}
