package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.testing.exposition.Backfill;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A VictoriaMetrics of one node, which scrapes by itself. */
final class RealVictoriaMetrics implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final int port = Ports.free();
  private final ChildProcess process;

  private RealVictoriaMetrics(Path directory) {
    this.directory = directory;
    this.process =
        ChildProcess.start(
            directory.resolve("victoria-metrics"),
            Map.of(),
            List.of(
                program().toString(),
                "-storageDataPath=" + directory.resolve("data"),
                "-httpListenAddr=127.0.0.1:" + port,
                "-promscrape.config=" + directory.resolve("scrape.yml"),
                "-memory.allowedBytes=200MB"));
  }

  /** The program, which may be missing. */
  static Path program() {
    return Tools.optional("victoriametrics", "victoria-metrics");
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param scrapeConfig the contents of a prometheus.yml
   */
  static RealVictoriaMetrics start(Path directory, String scrapeConfig) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("scrape.yml"), scrapeConfig);
    RealVictoriaMetrics started = new RealVictoriaMetrics(directory);
    await("VictoriaMetrics is ready; log: " + directory)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Http.get(started.url().resolve("/health")).status() == 200);
    return started;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Imports the samples of {@code [start, end)}, of whole seconds. */
  void add(SimulatedFleet fleet, Instant start, Instant end, Duration interval) throws IOException {
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
  JsonNode query(String path, String expression, String parameters) throws IOException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    Http.Answer answer =
        Http.get(URI.create(url() + "/api/v1/" + path + "?query=" + query + parameters));
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).at("/data/result");
  }

  @Override
  public void close() {
    process.close();
  }
}
