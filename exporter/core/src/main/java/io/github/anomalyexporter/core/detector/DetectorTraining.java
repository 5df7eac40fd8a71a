package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a detector from a frame of history: fit scalers and forecasts, train all instances in one
 * stack, calibrate on rows that were forecast before they were learned from. For one thread at a
 * time.
 */
public final class DetectorTraining {
  private final FeatureSet features;
  private final ModelOptions options;
  private final AutoencoderTrainer trainer;
  private final AutoencoderFormat format;

  public DetectorTraining(
      FeatureSet features,
      ModelOptions options,
      AutoencoderTrainer trainer,
      AutoencoderFormat format) {
    this.features = features;
    this.options = options;
    this.trainer = trainer;
    this.format = format;
  }

  /**
   * What came of a training.
   *
   * @param detector the new one; null where nothing could be trained
   * @param leftOut instances of the frame that were not trained, with the reason
   */
  public record Outcome(@Nullable TrainedDetector detector, Map<Labels, String> leftOut) {}

  /**
   * Trains all instances of the frame and, pooled from them, the fleet's model.
   *
   * @param history the queried features, with {@code features.lagRows()} rows before the first one
   *     that is learned from
   * @param lengths how much history each instance has, as {@link TrainingPlan} knows it
   * @param previous rows of instances that are left out are taken over from here; null where there
   *     is none of the same features and architecture
   */
  public Outcome trainAll(
      Frame history,
      Map<Labels, Duration> lengths,
      @Nullable TrainedDetector previous,
      Instant trainedAt,
      TrainingProgress progress) {
    Map<Labels, String> leftOut = new LinkedHashMap<>();
    List<InstanceHistory> histories = histories(history, leftOut);
    if (histories.isEmpty()) {
      return new Outcome(null, leftOut);
    }
    List<InstanceHistory> stack = new ArrayList<>();
    stack.add(InstanceHistory.pool(histories));
    stack.addAll(histories);
    List<FleetFold> folds = FleetFold.of(histories);
    TrainedRows rows = train(stack, folds, lengths, null, trainedAt, progress, leftOut);
    if (leftOut.containsKey(TrainedInstance.FLEET)) {
      return new Outcome(null, leftOut);
    }
    TrainedDetector detector =
        new TrainedDetector(features, histories.size(), rows.weights(), rows.instances());
    if (previous != null) {
      detector = detector.with(previous.rowsOf(leftOut.keySet()));
    }
    return new Outcome(detector, leftOut);
  }

  /**
   * Trains the instances of the frame only and puts their rows into a detector.
   *
   * @param history as for {@link #trainAll}
   * @param detector of the same features and architecture; its fleet's model and all other rows
   *     stay
   */
  public Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress) {
    Map<Labels, String> leftOut = new LinkedHashMap<>();
    List<InstanceHistory> histories = histories(history, leftOut);
    if (histories.isEmpty()) {
      return new Outcome(null, leftOut);
    }
    GeneralizedPareto fleetTail = excess(detector.rows().get(0).calibration());
    TrainedRows rows =
        train(histories, List.of(), lengths, fleetTail, trainedAt, progress, leftOut);
    return new Outcome(rows.instances().isEmpty() ? null : detector.with(rows), leftOut);
  }

  /** Makes a trained detector's weights ready to reconstruct. The caller closes what it gets. */
  public Autoencoder open(TrainedDetector detector) {
    return format.open(detector.weights());
  }

  private List<InstanceHistory> histories(Frame frame, Map<Labels, String> leftOut) {
    List<InstanceHistory> histories = new ArrayList<>();
    for (int i = 0; i < frame.instances().size(); i++) {
      Labels instance = frame.instances().get(i);
      InstanceHistory history =
          InstanceHistory.of(
              instance,
              features.engineer(frame.cells(i)),
              frame.range().at(features.lagRows()),
              features,
              options.minCoverage());
      if (history.rows() < InstanceHistory.MINIMUM_ROWS) {
        leftOut.put(
            instance,
            "%d rows of history with enough coverage, needs %d"
                .formatted(history.rows(), InstanceHistory.MINIMUM_ROWS));
      } else {
        histories.add(history);
      }
    }
    return histories;
  }

  private TrainedRows train(
      List<InstanceHistory> stack,
      List<FleetFold> folds,
      Map<Labels, Duration> lengths,
      @Nullable GeneralizedPareto knownFleetTail,
      Instant trainedAt,
      TrainingProgress progress,
      Map<Labels, String> leftOut) {
    List<LearnedHistory> learned = new ArrayList<>();
    for (InstanceHistory history : stack) {
      learned.add(LearnedHistory.of(history, fit(history)));
    }
    for (FleetFold fold : folds) {
      FittedScaler scaler = learned.get(0).scaler();
      learned.add(LearnedHistory.of(fold.others(), scaler));
      fold.heldOut().stretches().forEach(it -> it.scale(scaler));
    }
    TrainedAutoencoder trained =
        trainer.train(
            new Architecture(features.size(), options.hidden()),
            learned.stream().map(LearnedHistory::trainingRows).toList(),
            options.training(),
            progress);

    List<TrainedInstance> instances = new ArrayList<>();
    List<Integer> accepted = new ArrayList<>();
    GeneralizedPareto fleetTail = knownFleetTail;
    try (Autoencoder autoencoder = format.open(trained.weights())) {
      for (int row = 0; row < stack.size(); row++) {
        InstanceHistory history = stack.get(row);
        if (!converged(trained, row)) {
          leftOut.put(history.instance(), "training did not converge to finite weights");
          continue;
        }
        LearnedHistory learnedRow = learned.get(row);
        List<MeasuredRows> unseen = unseen(trained, row, stack.size(), learned, folds);
        List<Residuals> residuals = new ArrayList<>();
        for (MeasuredRows rows : unseen) {
          residuals.add(rows.residuals(autoencoder));
        }
        ReconstructionError error =
            ReconstructionError.fit(
                learnedRow.scaler(),
                learnedRow.rows(row).stream().map(it -> it.residuals(autoencoder)).toList());
        Calibration calibration =
            Calibrator.calibrate(
                IntStream.range(0, unseen.size())
                    .mapToObj(i -> unseen.get(i).errors(error, residuals.get(i)))
                    .flatMapToDouble(Arrays::stream)
                    .toArray(),
                options.threshold().apply(history.instance()),
                fleetTail,
                options.training().seed());
        if (history.instance().equals(TrainedInstance.FLEET)) {
          fleetTail = excess(calibration);
        }
        instances.add(
            new TrainedInstance(
                history.instance(),
                trainedAt,
                lengths.getOrDefault(history.instance(), Duration.ZERO),
                history.rows(),
                learnedRow.scaler(),
                learnedRow.forecast(),
                error,
                calibration,
                trained.reports().get(row),
                null));
        accepted.add(row);
      }
    }
    int[] rows = accepted.stream().mapToInt(Integer::intValue).toArray();
    return new TrainedRows(trained.weights().select(rows), instances);
  }

  private FittedScaler fit(InstanceHistory history) {
    return FittedScaler.fit(
        features,
        history.stretches().stream().map(Stretch::values).toList(),
        history.stretches().stream().map(Stretch::targets).toList());
  }

  private static boolean converged(TrainedAutoencoder trained, int row) {
    return trained.reports().get(row).bestEpoch() > 0 && trained.weights().isFinite(row);
  }

  private static @Nullable GeneralizedPareto excess(Calibration calibration) {
    return calibration.tail() == null ? null : calibration.tail().excess();
  }

  /**
   * What a row is measured on: an instance on rows that its forecast was not yet fitted to, the
   * fleet on hosts held out.
   */
  private static List<MeasuredRows> unseen(
      TrainedAutoencoder trained,
      int row,
      int stackSize,
      List<LearnedHistory> learned,
      List<FleetFold> folds) {
    List<MeasuredRows> heldOut = new ArrayList<>();
    for (int fold = 0; row == 0 && fold < folds.size(); fold++) {
      int foldRow = stackSize + fold;
      if (converged(trained, foldRow)) {
        for (Stretch stretch : folds.get(fold).heldOut().stretches()) {
          heldOut.add(
              new MeasuredRows(
                  stretch,
                  List.of(learned.get(foldRow).forecast()),
                  List.of(Forecast.LAGS),
                  foldRow));
        }
      }
    }
    return heldOut.isEmpty() ? learned.get(row).unseen(row) : heldOut;
  }
}
