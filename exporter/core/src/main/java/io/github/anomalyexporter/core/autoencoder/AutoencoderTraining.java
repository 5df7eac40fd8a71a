package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.FleetFold;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains autoencoders: fits scalers and forecasts, trains all instances in one stack, and
 * calibrates thresholds on rows by forecasts that were not fitted to these rows. For one thread at
 * a time.
 */
public final class AutoencoderTraining {
  private final AutoencoderTrainer trainer;
  private final AutoencoderFormat format;

  public AutoencoderTraining(AutoencoderTrainer trainer, AutoencoderFormat format) {
    this.trainer = trainer;
    this.format = format;
  }

  /**
   * Trains as described in {@link DetectorKind#train}.
   *
   * @return null if no row could be trained, or the fleet's could not
   */
  public @Nullable AutoencoderStack train(Training training, @Nullable TrainedDetector into) {
    if (into != null) {
      AutoencoderStack stack = AutoencoderStack.of(into);
      GeneralizedPareto fleetTail = stack.instances().get(0).calibration().tailExcess();
      StackRows rows = train(training, training.histories(), List.of(), fleetTail);
      return rows.rows().isEmpty() ? null : stack.with(rows);
    }
    List<InstanceHistory> histories = training.histories();
    List<InstanceHistory> stack = new ArrayList<>();
    stack.add(InstanceHistory.pool(histories));
    stack.addAll(histories);
    StackRows rows = train(training, stack, FleetFold.of(histories), null);
    return training.leftOut().containsKey(TrainedInstance.FLEET)
        ? null
        : new AutoencoderStack(training.features(), histories.size(), rows.weights(), rows.rows());
  }

  private StackRows train(
      Training training,
      List<InstanceHistory> stack,
      List<FleetFold> folds,
      @Nullable GeneralizedPareto knownFleetTail) {
    List<LearnedHistory> learned = learn(training.features(), stack, folds);
    TrainedAutoencoder trained =
        trainer.train(
            new Architecture(training.features().size(), training.options().layers()),
            learned.stream().map(LearnedHistory::trainingRows).toList(),
            training.options().training(),
            training.progress());
    List<AutoencoderRow> instances = new ArrayList<>();
    List<Integer> accepted = new ArrayList<>();
    GeneralizedPareto fleetTail = knownFleetTail;
    try (Autoencoder autoencoder = format.open(trained.weights())) {
      for (int row = 0; row < stack.size(); row++) {
        InstanceHistory history = stack.get(row);
        if (!converged(trained, row)) {
          training.leaveOut(history.instance(), "training did not converge to finite weights");
          continue;
        }
        LearnedHistory learnedRow = learned.get(row);
        ReconstructionError error =
            ReconstructionError.fit(
                learnedRow.scaler(),
                learnedRow.rows(row).stream().map(it -> it.residuals(autoencoder)).toList());
        ErrorTimeline errors =
            errors(
                training,
                unseen(trained, row, stack.size(), learned, folds),
                error,
                learnedRow.scaler(),
                autoencoder);
        if (errors.size() == 0) {
          training.leaveOut(history.instance(), "no row has enough rows before it to be scored");
          continue;
        }
        Calibration calibration = calibrate(training, history.instance(), errors, fleetTail);
        if (history.instance().equals(TrainedInstance.FLEET)) {
          fleetTail = calibration.tailExcess();
        }
        instances.add(
            new AutoencoderRow(
                training.trained(history, calibration, trained.reports().get(row)),
                learnedRow.scaler(),
                learnedRow.forecast(),
                error));
        accepted.add(row);
      }
    }
    int[] rows = accepted.stream().mapToInt(Integer::intValue).toArray();
    return new StackRows(trained.weights().select(rows), instances);
  }

  /** Returns the forecasts of the stack, then those of the folds. */
  private static List<LearnedHistory> learn(
      FeatureSet features, List<InstanceHistory> stack, List<FleetFold> folds) {
    List<LearnedHistory> learned = new ArrayList<>();
    for (InstanceHistory history : stack) {
      learned.add(LearnedHistory.of(history, history.fitScaler(features)));
    }
    for (FleetFold fold : folds) {
      learned.add(LearnedHistory.of(fold.others(), learned.get(0).scaler()));
    }
    return learned;
  }

  private static Calibration calibrate(
      Training training,
      Labels instance,
      ErrorTimeline errors,
      @Nullable GeneralizedPareto fleetTail) {
    ModelOptions options = training.options();
    return Calibrator.calibrate(
        errors, options.threshold().apply(instance), fleetTail, options.training().seed());
  }

  /** Returns the errors of rows, the same as in scoring. */
  private static ErrorTimeline errors(
      Training training,
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
          input -> scaler.kind(input) != Kind.UNKNOWN && !training.features().isOptional(input),
          training.options().minCoverage());
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
