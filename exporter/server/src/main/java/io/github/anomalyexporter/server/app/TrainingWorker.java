package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.logging.Logs;
import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.BlockTraining;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.PrometheusSource;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.SampleSource;
import io.github.anomalyexporter.server.run.StoredSource;
import io.github.anomalyexporter.server.run.TrainedModel;
import io.github.anomalyexporter.server.run.TrainingProcessException;
import io.github.anomalyexporter.server.run.TrainingSize;
import io.github.anomalyexporter.server.run.TrainingTask;
import io.github.anomalyexporter.server.run.TrainingWatch;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.worker.TrainingRequest;
import io.github.anomalyexporter.server.worker.WorkerChannel;
import io.github.anomalyexporter.server.worker.WorkerEvent.Failed;
import io.github.anomalyexporter.server.worker.WorkerEvent.Log;
import io.github.anomalyexporter.server.worker.WorkerEvent.Progress;
import io.github.anomalyexporter.server.worker.WorkerEvent.Ready;
import io.github.anomalyexporter.server.worker.WorkerEvent.Reason;
import io.github.anomalyexporter.server.worker.WorkerEvent.Request;
import io.github.anomalyexporter.server.worker.WorkerEvent.Stage;
import io.github.anomalyexporter.server.worker.WorkerEvent.Trained;
import io.github.anomalyexporter.server.worker.WorkerEvent.UnknownExemptions;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A training process: one training of one detector, as {@link
 * io.github.anomalyexporter.server.worker.TrainingProcess} asks for it. For one thread.
 */
public final class TrainingWorker {
  private static final Logger LOGGER = LoggerFactory.getLogger(TrainingWorker.class);

  /** The process is worth the least when memory is short, not the exporter. */
  private static final Path OUT_OF_MEMORY_SCORE = Path.of("/proc/self/oom_score_adj");

  private static final String HIGHEST_SCORE = "1000";

  private final WorkerChannel channel;
  private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);

  public TrainingWorker(WorkerChannel channel) {
    this.channel = channel;
  }

  /**
   * Trains; the events of the channel have the result.
   *
   * @param atEndOfExporter ends this process, at once
   * @throws IOException if there is no request
   */
  public void run(Runnable atEndOfExporter) throws IOException, InterruptedException {
    TrainingRequest request = channel.request();
    Logs.toReceiver(
        request.debug() ? Level.DEBUG : Level.INFO,
        (level, logger, message) -> channel.send(new Log(level, logger, message)));
    channel.whenClosed(atEndOfExporter);
    makeFirstVictim();
    try (OpenParts opened = new OpenParts()) {
      Config config = ConfigFile.read(request.origin());
      DetectorConfig detector =
          config.detectors().stream()
              .filter(it -> it.name().equals(request.detector()))
              .findFirst()
              .orElseThrow();
      send(train(config, detector, request, opened));
    } catch (ConfigException e) {
      channel.send(new Failed("internal", String.join("; ", e.lines())));
    } catch (RuntimeException | Error e) {
      String category = RunBoundary.category(e);
      if (RunBoundary.isExpected(e)) {
        channel.send(new Failed(category, String.valueOf(e.getMessage())));
      } else {
        LOGGER.error("detector {}: training failed", request.detector(), e);
        channel.send(new Failed(category, "internal error of the training process: " + e));
      }
    }
  }

  /** Loads what a training of a network needs, and says whether that is possible here. */
  public void check() {
    try {
      DetectorKinds.AUTOENCODER.requireRuntime();
      channel.send(new Ready());
    } catch (ModelRuntimeException e) {
      channel.send(new Failed(RunBoundary.category(e), String.valueOf(e.getMessage())));
    }
  }

  private static void makeFirstVictim() {
    try {
      if (Files.exists(OUT_OF_MEMORY_SCORE)) {
        Files.writeString(OUT_OF_MEMORY_SCORE, HIGHEST_SCORE);
      }
    } catch (IOException e) {
      LOGGER.debug("{} cannot be written", OUT_OF_MEMORY_SCORE, e);
    }
  }

  private TrainedModel train(
      Config config, DetectorConfig detector, TrainingRequest request, OpenParts opened)
      throws InterruptedException {
    AlertmanagerMetrics metrics =
        new AlertmanagerMetrics(
            new PrometheusRegistry(), source -> channel.send(new UnknownExemptions(source)));
    Servers servers = Servers.of(config, null, requests(), metrics, clocks.wall(), opened);
    Alertmanager alertmanager = servers.alertmanager();
    if (alertmanager != null) {
      alertmanager.writeNothing();
      alertmanager.refresh().run(clocks.wall().instant());
    }
    DetectorState state = opened.add(new DetectorState(detector));
    ModelStore store = DetectorParts.store(config, detector);
    loadActive(request.active(), state, store);
    SampleSource source = source(detector, request.samples(), state, servers, opened);
    TrainingTask task = request.task();
    return new BlockTraining(
            new RunningDetector(state, DetectorParts.exemptions(config, detector, servers)),
            detector.training(),
            store,
            stages(),
            clocks,
            TrainingSize.ofProcess())
        .run(task, source.past(task.end()), watch());
  }

  /** Without the active model, a training of some instances would replace it by theirs alone. */
  private static void loadActive(@Nullable String active, DetectorState state, ModelStore store) {
    if (active == null) {
      return;
    }
    new StoredModelSwitch(state, store).restore(TrainingMode.ON);
    String loaded = state.model().manifest().map(Manifest::version).orElse("none");
    if (!loaded.equals(active)) {
      throw new TrainingProcessException(
          "storage",
          "expected to load the active model %s to train, loaded %s; see the log for the reason"
              .formatted(active, loaded));
    }
  }

  private static SampleSource source(
      DetectorConfig detector,
      @Nullable String samples,
      DetectorState state,
      Servers servers,
      OpenParts opened) {
    return detector.source().kind() == SourceKind.PROMETHEUS || samples == null
        ? new PrometheusSource(state, servers.prometheus())
        : new StoredSource(
            detector,
            opened.add(OpenSamples.of(Path.of(samples), detector, InstantSource.system())));
  }

  private RequestObserver requests() {
    return (failure, duration, samples) ->
        channel.send(new Request(failure == null ? null : failure.name(), duration, samples));
  }

  private RunObserver stages() {
    return new RunObserver() {
      @Override
      public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {
        channel.send(new Stage(stage, duration));
      }

      @Override
      public void runEnded(String detector, RunKind kind) {}

      @Override
      public void runFailed(String detector, RunKind kind, String category) {}

      @Override
      public void runsMissed(String detector, RunKind kind, long count) {}
    };
  }

  private TrainingWatch watch() {
    return new TrainingWatch() {
      @Override
      public void blocks(BlockProgress progress) {
        channel.send(new Progress(progress));
      }

      @Override
      public void epoch(int epoch, int epochs, double meanValidationLoss) {
        LOGGER.debug("epoch {} of {}, validation loss {}", epoch, epochs, meanValidationLoss);
      }
    };
  }

  private void send(TrainedModel trained) {
    channel.send(
        new Trained(
            trained.model() == null ? null : trained.model().manifest().version(),
            Reason.all(trained.untrained()),
            Reason.all(trained.failed()),
            Reason.all(trained.refused()),
            trained.samples()));
  }
}
