package io.github.anomalyexporter.server.worker;

import com.fasterxml.jackson.core.JacksonException;
import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.worker.WorkerEvent.Failed;
import io.github.anomalyexporter.server.worker.WorkerEvent.Ready;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether this machine can train, found by a process that loads TensorFlow's native library, so
 * that this one need not. Safe for use by several threads.
 */
public final class TrainingPlatform {
  /** Option of the command of a training process. */
  public static final String CHECK = "--check";

  private static final long HEAP = 64L << 20;

  private static boolean works;

  private TrainingPlatform() {}

  /**
   * Checks it. A success is remembered, because it takes seconds.
   *
   * @throws ModelRuntimeException if it cannot train
   */
  public static synchronized void require() {
    if (!works) {
      check();
      works = true;
    }
  }

  private static void check() {
    try {
      Process process = JavaCommand.start(HEAP, List.of(TrainingProcess.COMMAND, CHECK));
      process.getOutputStream().close();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        requireReady(lines, process);
      } finally {
        process.destroy();
      }
    } catch (IOException e) {
      throw new ModelRuntimeException(
          "expected a process to train in, found " + FailureReason.of(e), e);
    }
  }

  private static void requireReady(BufferedReader lines, Process process) throws IOException {
    String line;
    while ((line = lines.readLine()) != null) {
      WorkerEvent event = parsed(line);
      if (event instanceof Ready) {
        return;
      } else if (event instanceof Failed failed) {
        throw new ModelRuntimeException(failed.message(), null);
      }
    }
    throw new ModelRuntimeException(
        "expected a process that can load TensorFlow, found one that ended with exit code "
            + process.onExit().join().exitValue(),
        null);
  }

  private static WorkerEvent parsed(String line) throws IOException {
    try {
      return WorkerChannel.JSON.readValue(line, WorkerEvent.class);
    } catch (JacksonException e) {
      throw new IOException("an unexpected line: " + line, e);
    }
  }
}
