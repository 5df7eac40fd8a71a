package io.github.anomalyexporter.benchmarks.api;

import io.github.anomalyexporter.benchmarks.speed.BenchmarkFleet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.server.logging.LogLayout.Format;
import io.github.anomalyexporter.server.logging.Logs;
import io.github.anomalyexporter.server.web.WebServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.event.Level;

/**
 * Measures requests to a real server in this process, with the JDK's client on the same machine:
 * requests a second are those of client and server together. Arguments: numbers of instances.
 */
public final class ApiSpeed {
  private static final int[] CLIENTS = {1, 100};
  private static final int BATCH = 100;

  private final String address;
  private final Frame window;

  private ApiSpeed(String address, Frame window) {
    this.address = address;
    this.window = window;
  }

  /** Prints a table. */
  public static void main(String[] sizes) throws Exception {
    Logs.toStandardError(Level.WARN, Format.LOGFMT);
    System.out.println(
        "| request | instances | clients | requests a second | median | 99 % | kB |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (String size : sizes) {
      Path directory = Files.createTempDirectory("api");
      try (MeasuredDetectors detectors =
              new MeasuredDetectors(
                  Integer.parseInt(size), directory, InstantSource.fixed(BenchmarkFleet.NOW));
          WebServer server = detectors.serve()) {
        String address = "http://127.0.0.1:" + server.port() + "/api/v1/";
        new ApiSpeed(address, detectors.window()).measure(size);
      }
    }
  }

  private void measure(String instances) throws Exception {
    row("status", instances, number -> get("status"));
    row("fleet", instances, number -> get("fleet"));
    String name = window.instances().get(0).get("instance");
    // Two are answered at once.
    row("instances/NAME/history", instances, 1, n -> get("instances/" + name + "/history"));
    row(
        "instances?features=false&limit=100",
        instances,
        n -> get("instances?features=false&limit=100"));
    // The clients of one machine cannot read the list of a large fleet a hundred times at once.
    row("instances", instances, 1, number -> get("instances"));
    byte[] rows = rows();
    row("score, one instance", "1", number -> post("detectors/node/score", rows));
    row(
        "samples, %s rows of 30 features".formatted(BATCH),
        "100",
        number -> post("detectors/pushed/samples", batch(number)));
  }

  private static void row(String request, String instances, IntFunction<HttpRequest> made)
      throws Exception {
    for (int clients : CLIENTS) {
      row(request, instances, clients, made);
    }
  }

  private static void row(
      String request, String instances, int clients, IntFunction<HttpRequest> made)
      throws Exception {
    System.out.printf(
        "| `%s` | %s | %s | %s |%n",
        request, instances, clients, Requests.measure(clients, made).cells());
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Accept-Encoding", "gzip")
        .build();
  }

  private HttpRequest post(String path, byte[] rows) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Content-Type", "text/csv")
        .POST(BodyPublishers.ofByteArray(rows))
        .build();
  }

  /** The window of the first instance. */
  private byte[] rows() {
    String instance = window.instances().get(0).get("instance");
    int width = window.columns().size();
    float[] cells = window.cells(0);
    StringBuilder text = new StringBuilder("time,instance,job");
    window.columns().forEach(column -> text.append(',').append(column));
    for (int row = 0; row < window.rows(); row++) {
      text.append("\n%s,%s,node".formatted(window.range().at(row), instance));
      for (int column = 0; column < width; column++) {
        float value = cells[row * width + column];
        text.append(',').append(Float.isNaN(value) ? "" : Float.toString(value));
      }
    }
    return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A row of each of some instances, at a time that no other batch has. */
  private byte[] batch(int number) {
    List<String> features = IntStream.range(0, 30).mapToObj(feature -> "f" + feature).toList();
    Instant time = window.range().end().minusSeconds(600_000).plusSeconds(number);
    return IntStream.range(0, BATCH)
        .mapToObj(
            instance ->
                time
                    + ",i"
                    + instance
                    + ","
                    + IntStream.range(0, 30)
                        .mapToObj(feature -> (number + feature) % 97 + ".25")
                        .collect(Collectors.joining(",")))
        .collect(
            Collectors.joining("\n", "time,instance," + String.join(",", features) + "\n", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
