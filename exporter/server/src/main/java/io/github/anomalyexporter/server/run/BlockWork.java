package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.LearnableHistory;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.run.ModelAcceptance.Accepted;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.TrainedBlock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Trains one block of a training: queries its history, trains, and keeps previous rows that are
 * better. Several threads may train blocks of the same training; one of them at a time queries.
 */
final class BlockWork {
  private final DetectorState state;
  private final HistoryFilter filter;
  private final DetectorTraining training;
  private final ModelAcceptance acceptance;
  private final StageTimer stages;
  private final InstantSource clock;
  private final TrainingTask task;
  private final PastSamples past;
  private final TrainingProgress progress;
  private final LostFeatures lost;
  private final ReentrantLock querying = new ReentrantLock();
  private final AtomicLong samples = new AtomicLong();

  BlockWork(
      RunningDetector detector,
      DetectorTraining training,
      StageTimer stages,
      InstantSource clock,
      TrainingTask task,
      PastSamples past,
      TrainingProgress progress) {
    this.state = detector.state();
    this.filter = new HistoryFilter(state.config().name(), detector.exemptions());
    this.training = training;
    this.acceptance = new ModelAcceptance(state.config().name(), training);
    this.stages = stages;
    this.clock = clock;
    this.task = task;
    this.past = past;
    this.progress = progress;
    this.lost = new LostFeatures(task.forget() ? null : state.model().trained());
  }

  /**
   * Refuses the training if features are missing on all instances of all blocks so far.
   *
   * @throws LostFeaturesException with the names of the features and the remedy
   */
  void requireFeatures() {
    lost.refuse();
  }

  /** Returns the number of samples of all histories so far. */
  long samples() {
    return samples.get();
  }

  /**
   * Trains a block.
   *
   * @param into detector with the fleet's row; null to train the fleet's row as well
   * @param only whether this is the only block of the training
   */
  TrainedBlock train(List<Labels> instances, @Nullable TrainedDetector into, boolean only)
      throws InterruptedException {
    LearnableHistory learnable = history(instances, only);
    Frame history = learnable.frame();
    Instant now = clock.instant();
    Outcome outcome =
        stages.time(
            "train",
            () ->
                into == null
                    ? training.trainAll(history, task.lengths(), null, now, progress)
                    : training.trainInto(into, history, task.lengths(), now, progress));
    TrainedDetector retrained = outcome.detector();
    Provenance provenance = provenance(history, now);
    if (retrained == null) {
      return new TrainedBlock(instances, null, provenance, outcome.leftOut(), Map.of(), Map.of());
    }
    Set<Labels> trained = new HashSet<>(instances);
    trained.removeAll(outcome.leftOut().keySet());
    TrainedDetector serving = state.model().trained();
    Accepted accepted =
        stages.time(
            "accept",
            () ->
                acceptance.take(
                    retrained.only(trained),
                    serving == null ? null : serving.only(trained),
                    history));
    Map<Labels, LeftOut> leftOut = new HashMap<>(learnable.leftOut());
    leftOut.keySet().retainAll(trained);
    return new TrainedBlock(
        instances, accepted.detector(), provenance, outcome.leftOut(), accepted.refused(), leftOut);
  }

  private LearnableHistory history(List<Labels> instances, boolean only)
      throws InterruptedException {
    querying.lockInterruptibly();
    try {
      Frame history = stages.time("query", () -> past.history(instances, task.all()));
      samples.addAndGet(history.presentCells());
      lost.add(history);
      if (only) {
        lost.refuse();
      }
      return stages.time("exempt", () -> filter.learnable(history, past.rateWindow()));
    } finally {
      querying.unlock();
    }
  }

  private Provenance provenance(Frame history, Instant startedAt) {
    DetectorConfig config = state.config();
    Instant trainedAll =
        task.plan().kind() == TrainingPlan.Kind.ALL
            ? startedAt
            : state
                .model()
                .manifest()
                .map(Manifest::provenance)
                .map(Provenance::trainedAll)
                .orElse(startedAt);
    return Provenance.of(
        clock.instant(), trainedAll, history.range(), past.rateWindow(), config.model().training());
  }
}
