package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.FleetFold;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.score.ReconstructionError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Histories of the rows of a stack with their scalers and forecasts, before the network is trained.
 * Calibrates a row once it is.
 */
final class StackFit {
  private final Training training;
  private final List<InstanceHistory> stack;
  private final List<FleetFold> folds;
  private final List<LearnedHistory> learned;

  /**
   * Fits scalers and forecasts.
   *
   * @param stack history of each row
   * @param folds parts of the fleet, on which row 0 is calibrated; empty if row 0 is an instance
   */
  StackFit(Training training, List<InstanceHistory> stack, List<FleetFold> folds) {
    this.training = training;
    this.stack = stack;
    this.folds = folds;
    this.learned = learn(training.features(), stack, folds);
  }

  /** Returns what was learned of the rows of the stack, then of the folds. */
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

  /** Returns the number of rows of the stack, without the folds. */
  int size() {
    return stack.size();
  }

  /** Returns the training rows of the stack, then those of the folds. */
  List<TrainingRows> trainingRows() {
    return learned.stream().map(LearnedHistory::trainingRows).toList();
  }

  /**
   * Calibrates a row of the stack on rows to which its forecasts were not fitted.
   *
   * @param autoencoder network of these weights
   * @param fleetTail null for a fleet that has none yet
   * @return null if the row is left out of the model, which is noted in the training
   */
  @Nullable AutoencoderRow calibrated(
      int row,
      TrainedAutoencoder trained,
      Autoencoder autoencoder,
      @Nullable GeneralizedPareto fleetTail) {
    InstanceHistory history = stack.get(row);
    if (!converged(trained, row)) {
      training.leaveOut(history.instance(), "training did not converge to finite weights");
      return null;
    }
    LearnedHistory learnedRow = learned.get(row);
    FittedScaler scaler = learnedRow.scaler();
    ReconstructionError error =
        ReconstructionError.fit(
            scaler, learnedRow.rows(row).stream().map(it -> it.residuals(autoencoder)).toList());
    ErrorTimeline errors = errors(unseen(trained, row), error, scaler, autoencoder);
    if (errors.size() == 0) {
      training.leaveOut(history.instance(), "no row has enough rows before it to be scored");
      return null;
    }
    ModelOptions options = training.options();
    Calibration calibration =
        Calibrator.calibrate(
            errors,
            options.threshold().apply(history.instance()),
            fleetTail,
            options.training().seed());
    return new AutoencoderRow(
        training.trained(history, calibration, trained.reports().get(row)),
        scaler,
        learnedRow.forecast(),
        error);
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
          input -> scaler.kind(input) != Kind.UNKNOWN && !training.features().isOptional(input),
          training.options().minCoverage());
    }
    return errors.build();
  }

  /**
   * Returns the rows on which a row of the stack is calibrated: for an instance rows that its
   * forecasts were not fitted to, for the fleet those of instances held out.
   */
  private List<MeasuredRows> unseen(TrainedAutoencoder trained, int row) {
    List<MeasuredRows> heldOut = new ArrayList<>();
    for (int fold = 0; row == 0 && fold < folds.size(); fold++) {
      int foldRow = stack.size() + fold;
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

  private static boolean converged(TrainedAutoencoder trained, int row) {
    return trained.reports().get(row).bestEpoch() > 0 && trained.weights().isFinite(row);
  }
}
