package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A server program other than the exporter, with an HTTP port and a directory that stay the same
 * when it is restarted.
 */
public abstract class RealServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path log;
  private final int port;
  private final String readyPath;
  private final List<String> command;
  private ChildProcess process;

  /**
   * Starts the program and waits until it is ready.
   *
   * @param log where its output goes; its file name is the name of the program in messages
   * @param readyPath answers 200 when the server is ready
   */
  RealServer(Path log, int port, String readyPath, List<String> command) {
    this.log = log;
    this.port = port;
    this.readyPath = readyPath;
    this.command = List.copyOf(command);
    this.process = launch();
    awaitReady();
  }

  private ChildProcess launch() {
    return ChildProcess.start(log, Map.of(), command);
  }

  private void awaitReady() {
    await(log.getFileName() + " is ready; log: " + log)
        .evenIfUnreachable()
        .whileAlive(process)
        .until(() -> Http.get(url().resolve(readyPath)).status(), status -> status == 200);
  }

  /** The address of its HTTP API, without a path. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Host and port. */
  public String authority() {
    return url().getAuthority();
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    process.close();
  }

  /** Starts it again after {@link #kill}; it keeps its stored data. */
  public void restart() {
    process = launch();
    awaitReady();
  }

  /** It accepts connections and answers none, as under a full disk or a stuck NFS mount. */
  public void hang() {
    process.signal("STOP");
  }

  /** It continues after {@link #hang}. */
  public void goOn() {
    process.signal("CONT");
  }

  /** Makes it read its configuration file again. */
  void hangUp() {
    process.signal("HUP");
  }

  /**
   * A JSON document of its API.
   *
   * @throws IOException if the answer is none with status 200
   */
  JsonNode json(String path) throws IOException {
    return json(Http.get(URI.create(url() + path)));
  }

  /**
   * The JSON document of an answer.
   *
   * @throws IOException if its status is not 200
   */
  static JsonNode json(Http.Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
  }

  @Override
  public void close() {
    process.close();
  }
}
