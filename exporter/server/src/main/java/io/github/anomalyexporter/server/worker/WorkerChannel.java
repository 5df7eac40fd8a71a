package io.github.anomalyexporter.server.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.anomalyexporter.server.files.StoredJson;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of a training process: reads its request and writes events. Safe for use by several
 * threads.
 */
public final class WorkerChannel {
  private static final Logger LOGGER = LoggerFactory.getLogger(WorkerChannel.class);

  /** One event and one request a line. */
  static final ObjectMapper JSON =
      StoredJson.mapper(Runtime.getRuntime().maxMemory())
          .disable(SerializationFeature.INDENT_OUTPUT);

  private final BufferedReader in;
  private final PrintStream out;

  /**
   * @param in closed by the exporter when it ends
   */
  public WorkerChannel(InputStream in, PrintStream out) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.out = out;
  }

  /**
   * Reads the request.
   *
   * @throws IOException if there is none
   */
  public TrainingRequest request() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException("expected a request on standard input");
    }
    return JSON.readValue(line, TrainingRequest.class);
  }

  /** Does something when the exporter has ended, in any way. */
  public void whenClosed(Runnable action) {
    Thread watch = new Thread(() -> awaitEnd(action), "exporter-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private void awaitEnd(Runnable action) {
    try {
      String line;
      do {
        line = in.readLine();
      } while (line != null);
    } catch (IOException e) {
      LOGGER.debug("standard input cannot be read", e);
    }
    action.run();
  }

  /** Writes an event. */
  public synchronized void send(WorkerEvent event) {
    try {
      out.println(JSON.writerFor(WorkerEvent.class).writeValueAsString(event));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
