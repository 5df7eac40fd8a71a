package io.github.anomalyexporter.server.worker;

import com.fasterxml.jackson.core.JacksonException;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.config.ConfigOrigin;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.HeapBudget;
import io.github.anomalyexporter.server.run.PastSamples;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.TrainedModel;
import io.github.anomalyexporter.server.run.TrainingProcessException;
import io.github.anomalyexporter.server.run.TrainingSize;
import io.github.anomalyexporter.server.run.TrainingTask;
import io.github.anomalyexporter.server.run.TrainingWatch;
import io.github.anomalyexporter.server.run.TrainingWork;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import io.github.anomalyexporter.server.worker.WorkerEvent.Failed;
import io.github.anomalyexporter.server.worker.WorkerEvent.Log;
import io.github.anomalyexporter.server.worker.WorkerEvent.Progress;
import io.github.anomalyexporter.server.worker.WorkerEvent.Reason;
import io.github.anomalyexporter.server.worker.WorkerEvent.Request;
import io.github.anomalyexporter.server.worker.WorkerEvent.Stage;
import io.github.anomalyexporter.server.worker.WorkerEvent.Trained;
import io.github.anomalyexporter.server.worker.WorkerEvent.UnknownExemptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes trainings in a process of their own, with a heap of the size of the training, so that
 * its memory is given back and it cannot end the exporter. The process reads the history, trains
 * and stores the model; it ends with the exporter. Its log is part of that of the exporter.
 */
public final class TrainingProcess implements TrainingWork {
  private static final Logger LOGGER = LoggerFactory.getLogger(TrainingProcess.class);

  /** Name of the command. */
  public static final String COMMAND = "training-process";

  /** A training between two steps ends within a second. */
  private static final long SECONDS_TO_STOP = 5;

  /** Exit code of a JVM whose heap is exhausted, with {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int OUT_OF_MEMORY = 3;

  /** Exit code of a process that was ended by SIGKILL: 128 and the number of the signal. */
  private static final int KILLED = 128 + 9;

  private final ConfigOrigin origin;
  private final DetectorState state;
  private final ModelStore store;
  private final Schema schema;
  private final Supplier<@Nullable Path> samples;
  private final Observers observers;

  /**
   * Receivers of what the process reports.
   *
   * @param unknownExemptions receives names of sources
   */
  public record Observers(
      RunObserver runs, RequestObserver requests, Consumer<String> unknownExemptions) {}

  /**
   * @param samples copies the samples of a detector without a Prometheus; null for the others
   */
  public TrainingProcess(
      ConfigOrigin origin,
      DetectorState state,
      ModelStore store,
      Schema schema,
      Supplier<@Nullable Path> samples,
      Observers observers) {
    this.origin = origin;
    this.state = state;
    this.store = store;
    this.schema = schema;
    this.samples = samples;
    this.observers = observers;
  }

  @Override
  public TrainedModel run(TrainingTask task, PastSamples past, TrainingWatch watch)
      throws InterruptedException {
    Path copy = samples.get();
    try {
      DetectorConfig config = state.config();
      TrainingRequest request =
          TrainingRequest.of(
              origin,
              config.name(),
              state.model().manifest().map(Manifest::version).orElse(null),
              copy,
              task,
              LOGGER.isDebugEnabled());
      long heap = heap(task);
      Process process = start(heap, request);
      try {
        return trained(task, result(process, heap, watch));
      } finally {
        stop(process);
      }
    } finally {
      delete(copy);
    }
  }

  private long heap(TrainingTask task) {
    TrainedDetector serving = state.model().trained();
    return HeapBudget.ofTraining(
        state.config(),
        task.plan().instances().size(),
        serving == null ? 0 : serving.instances().size(),
        TrainingSize.threadsOfMachine());
  }

  private static Process start(long heap, TrainingRequest request) {
    try {
      Process process = JavaCommand.start(heap, List.of(COMMAND));
      try {
        // Stays open: its end tells the process that the exporter has ended.
        process
            .getOutputStream()
            .write(
                (WorkerChannel.JSON.writeValueAsString(request) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        // The process has ended already; its exit code has the reason.
        LOGGER.debug("the training process does not read its request", e);
      }
      return process;
    } catch (IOException e) {
      throw new TrainingProcessException(
          TrainingProcessException.PROCESS,
          "the training process cannot be started: " + FailureReason.of(e));
    }
  }

  /** Returns the last event. */
  private WorkerEvent result(Process process, long heap, TrainingWatch watch)
      throws InterruptedException {
    BlockingQueue<WorkerEvent> events = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(process, events), "training-events");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      WorkerEvent event = events.poll(1, TimeUnit.SECONDS);
      if (event instanceof Trained || event instanceof Failed) {
        return event;
      } else if (event != null) {
        observe(event, watch);
      } else if (!reader.isAlive() && events.isEmpty()) {
        throw ended(process.waitFor(), heap);
      }
    }
  }

  private static void read(Process process, BlockingQueue<WorkerEvent> events) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        events.add(parsed(line));
      }
    } catch (IOException e) {
      LOGGER.debug("the output of the training process ended", e);
    }
  }

  /** Whatever else a library prints to standard output is for the log. */
  private static WorkerEvent parsed(String line) {
    try {
      return WorkerChannel.JSON.readValue(line, WorkerEvent.class);
    } catch (JacksonException e) {
      return new Log(org.slf4j.event.Level.INFO, LOGGER.getName(), line);
    }
  }

  private void observe(WorkerEvent event, TrainingWatch watch) {
    if (event instanceof Progress progress) {
      watch.blocks(progress.blocks());
    } else if (event instanceof Stage stage) {
      observers
          .runs()
          .stageEnded(state.config().name(), RunKind.TRAINING, stage.name(), stage.duration());
    } else if (event instanceof Request request) {
      observers
          .requests()
          .requestEnded(
              request.failure() == null ? null : Category.valueOf(request.failure()),
              request.duration(),
              request.samples());
    } else if (event instanceof UnknownExemptions unknown) {
      observers.unknownExemptions().accept(unknown.source());
    } else if (event instanceof Log log) {
      LoggerFactory.getLogger(log.logger()).atLevel(log.level()).log(log.message());
    }
  }

  private static TrainingProcessException ended(int code, long heap) {
    String reason =
        switch (code) {
          case OUT_OF_MEMORY ->
              "its heap of %s MB was too small; reduce history".formatted(heap >> 20);
          case KILLED ->
              "it was killed, as the kernel does when memory is short: it needs %s MB of heap and 500 MB outside of it beside the exporter; raise the memory limit"
                  .formatted(heap >> 20);
          default -> "exit code %s; its messages are above".formatted(code);
        };
    return new TrainingProcessException(
        TrainingProcessException.PROCESS, "the training process ended: " + reason);
  }

  private TrainedModel trained(TrainingTask task, WorkerEvent result) {
    if (result instanceof Failed failed) {
      throw new TrainingProcessException(failed.category(), failed.message());
    } else if (result instanceof Trained trained) {
      return new TrainedModel(
          task.plan(),
          trained.version() == null ? null : stored(trained.version()),
          Reason.byInstance(trained.untrained()),
          Reason.byInstance(trained.failed()),
          Reason.byInstance(trained.refused()),
          trained.samples());
    }
    throw new IllegalStateException("not the last event: " + result);
  }

  private LoadedModel stored(String version) {
    Map<String, String> refused = new TreeMap<>();
    return store
        .load(schema, (place, reason) -> refused.put(place.toString(), reason))
        .filter(model -> model.manifest().version().equals(version))
        .orElseThrow(
            () ->
                new TrainingProcessException(
                    "storage",
                    "the trained model %s cannot be loaded: %s".formatted(version, refused)));
  }

  private static void stop(Process process) {
    boolean interrupted = Thread.interrupted();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      LOGGER.debug("the training process has ended", e);
    }
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(@Nullable Path copy) {
    try {
      if (copy != null) {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
