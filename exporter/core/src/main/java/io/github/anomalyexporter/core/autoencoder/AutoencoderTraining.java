package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.FleetFold;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.detector.TrainingMemory;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
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
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a detector on a frame of history: fits scalers and forecasts, trains all instances in one
 * stack, and calibrates thresholds on rows by forecasts that were not fitted to these rows. For one
 * thread at a time.
 */
public final class AutoencoderTraining implements DetectorTraining {
  private final FeatureSet features;
  private final ModelOptions options;
  private final AutoencoderTrainer trainer;
  private final AutoencoderFormat format;

  public AutoencoderTraining(
      FeatureSet features,
      ModelOptions options,
      AutoencoderTrainer trainer,
      AutoencoderFormat format) {
    this.features = features;
    this.options = options;
    this.trainer = trainer;
    this.format = format;
  }

  @Override
  public int rowsBefore() {
    return AutoencoderDetector.rowsBefore(features);
  }

  @Override
  public long bytes(int instances, long rows) {
    return TrainingMemory.bytes(features, instances, rows);
  }

  @Override
  public Outcome trainAll(
      Frame history,
      Map<Labels, Duration> lengths,
      @Nullable TrainedDetector previous,
      Instant trainedAt,
      TrainingProgress progress) {
    Map<Labels, String> leftOut = new LinkedHashMap<>();
    List<InstanceHistory> histories =
        InstanceHistory.all(history, features, options.minCoverage(), leftOut);
    if (histories.isEmpty()) {
      return new Outcome(null, leftOut);
    }
    List<InstanceHistory> stack = new ArrayList<>();
    stack.add(InstanceHistory.pool(histories));
    stack.addAll(histories);
    List<FleetFold> folds = FleetFold.of(histories);
    StackRows rows = train(stack, folds, lengths, null, trainedAt, progress, leftOut);
    if (leftOut.containsKey(TrainedInstance.FLEET)) {
      return new Outcome(null, leftOut);
    }
    AutoencoderStack detector =
        new AutoencoderStack(features, histories.size(), rows.weights(), rows.rows());
    if (previous != null) {
      detector = detector.with(AutoencoderStack.of(previous).rowsOf(leftOut.keySet()));
    }
    return new Outcome(detector, leftOut);
  }

  @Override
  public Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress) {
    Map<Labels, String> leftOut = new LinkedHashMap<>();
    List<InstanceHistory> histories =
        InstanceHistory.all(history, features, options.minCoverage(), leftOut);
    if (histories.isEmpty()) {
      return new Outcome(null, leftOut);
    }
    AutoencoderStack stack = AutoencoderStack.of(detector);
    GeneralizedPareto fleetTail = stack.instances().get(0).calibration().tailExcess();
    StackRows rows = train(histories, List.of(), lengths, fleetTail, trainedAt, progress, leftOut);
    return new Outcome(rows.rows().isEmpty() ? null : stack.with(rows), leftOut);
  }

  @Override
  public Detector open(TrainedDetector detector) {
    AutoencoderStack stack = AutoencoderStack.of(detector);
    return new AutoencoderDetector(stack, format.open(stack.weights()), options.minCoverage());
  }

  private StackRows train(
      List<InstanceHistory> stack,
      List<FleetFold> folds,
      Map<Labels, Duration> lengths,
      @Nullable GeneralizedPareto knownFleetTail,
      Instant trainedAt,
      TrainingProgress progress,
      Map<Labels, String> leftOut) {
    List<LearnedHistory> learned = new ArrayList<>();
    for (InstanceHistory history : stack) {
      learned.add(LearnedHistory.of(history, history.fitScaler(features), options.without()));
    }
    for (FleetFold fold : folds) {
      learned.add(LearnedHistory.of(fold.others(), learned.get(0).scaler(), options.without()));
    }
    TrainedAutoencoder trained =
        trainer.train(
            new Architecture(features.size(), options.hidden()),
            learned.stream().map(LearnedHistory::trainingRows).toList(),
            options.training(),
            progress);

    List<AutoencoderRow> instances = new ArrayList<>();
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
        ReconstructionError error =
            ReconstructionError.fit(
                learnedRow.scaler(),
                learnedRow.rows(row).stream().map(it -> it.residuals(autoencoder)).toList(),
                options.without());
        ErrorTimeline errors =
            errors(
                unseen(trained, row, stack.size(), learned, folds),
                error,
                learnedRow.scaler(),
                autoencoder);
        if (errors.size() == 0) {
          leftOut.put(history.instance(), "no row has enough rows before it to be scored");
          continue;
        }
        Calibration calibration =
            Calibrator.calibrate(
                errors,
                options.threshold().apply(history.instance()),
                fleetTail,
                options.training().seed());
        if (history.instance().equals(TrainedInstance.FLEET)) {
          fleetTail = calibration.tailExcess();
        }
        TrainedInstance instance =
            new TrainedInstance(
                history.instance(),
                trainedAt,
                lengths.getOrDefault(history.instance(), Duration.ZERO),
                history.rows(),
                calibration,
                trained.reports().get(row),
                null);
        instances.add(
            new AutoencoderRow(instance, learnedRow.scaler(), learnedRow.forecast(), error));
        accepted.add(row);
      }
    }
    int[] rows = accepted.stream().mapToInt(Integer::intValue).toArray();
    return new StackRows(trained.weights().select(rows), instances);
  }

  /** Returns the errors of rows, the same as in scoring. */
  private ErrorTimeline errors(
      List<MeasuredRows> measured,
      ReconstructionError error,
      FittedScaler scaler,
      Autoencoder autoencoder) {
    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    for (MeasuredRows rows : measured) {
      rows.addErrors(
          errors,
          error,
          rows.residuals(autoencoder),
          input -> scaler.kind(input) != Kind.UNKNOWN && !features.isOptional(input),
          options.minCoverage());
    }
    return errors.build();
  }

  private static boolean converged(TrainedAutoencoder trained, int row) {
    return trained.reports().get(row).bestEpoch() > 0 && trained.weights().isFinite(row);
  }

  /**
   * Returns the rows on which a row of the stack is calibrated: for an instance rows that its
   * forecasts were not fitted to, for the fleet those of instances held out.
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
        for (Segment segment : folds.get(fold).heldOut().segments()) {
          heldOut.add(
              new MeasuredRows(
                  segment,
                  learned.get(foldRow).scaler(),
                  List.of(learned.get(foldRow).forecast()),
                  List.of(Forecast.LAGS),
                  foldRow));
        }
      }
    }
    return heldOut.isEmpty() ? learned.get(row).unseen(row) : heldOut;
  }
}
