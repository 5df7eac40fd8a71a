package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.FleetFold;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.Segment;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a row model for each instance and one for the fleet. A threshold is calibrated on the
 * errors of the rows that the model was trained on, as is usual for these models; that of the fleet
 * on the errors of instances held out. For one thread at a time.
 */
public final class BaselineTraining {
  /**
   * One row in a hundred is an outlier: the share most often assumed for these models. At a row a
   * minute that is up to fourteen rows a day, with or without an incident.
   */
  public static final ThresholdOptions DEFAULT_THRESHOLD =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.QUANTILE).withQuantile(0.99);

  private final RowModelKind kind;
  private final Training training;
  private final FeatureSet features;
  private final long seed;

  private BaselineTraining(RowModelKind kind, Training training) {
    this.kind = kind;
    this.training = training;
    this.features = training.features();
    this.seed = training.options().training().seed();
  }

  /**
   * Trains as described in {@link DetectorKind#train}.
   *
   * @return null if no row could be trained
   */
  public static @Nullable BaselineRows train(
      RowModelKind kind, Training training, @Nullable TrainedDetector into) {
    BaselineTraining baseline = new BaselineTraining(kind, training);
    List<InstanceHistory> histories = training.histories();
    if (into != null) {
      BaselineRows trained = BaselineRows.of(into);
      List<BaselineRow> rows = baseline.instances(histories, tail(trained.rows().get(0)));
      return rows.isEmpty() ? null : trained.with(rows);
    }
    BaselineRow fleet = baseline.fleet(histories);
    List<BaselineRow> rows = new ArrayList<>();
    rows.add(fleet);
    rows.addAll(baseline.instances(histories, tail(fleet)));
    return new BaselineRows(training.features(), histories.size(), rows);
  }

  /** Returns the bytes of the models, twice: the active models and those being trained. */
  public static long modelBytes(RowModelKind kind, FeatureSet features, int instances) {
    return 2L * instances * kind.mostBytes(features.size());
  }

  private static @Nullable GeneralizedPareto tail(BaselineRow fleet) {
    return fleet.trained().calibration().tailExcess();
  }

  private BaselineRow fleet(List<InstanceHistory> histories) {
    InstanceHistory fleet = InstanceHistory.pool(histories);
    List<FleetFold> folds = FleetFold.of(histories);
    FittedScaler scaler = fleet.fitScaler(features);
    float[] learned = rows(fleet, scaler);
    RowModel model = kind.train(learned, features.size(), seed);
    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    for (FleetFold fold : folds) {
      RowModel others = kind.train(rows(fold.others(), scaler), features.size(), seed);
      addErrors(errors, others, fold.heldOut(), rows(fold.heldOut(), scaler));
    }
    if (folds.isEmpty()) {
      addErrors(errors, model, fleet, learned);
    }
    return row(fleet, scaler, model, errors.build(), null);
  }

  private List<BaselineRow> instances(
      List<InstanceHistory> histories, @Nullable GeneralizedPareto fleetTail) {
    List<BaselineRow> rows = new ArrayList<>();
    for (InstanceHistory history : histories) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TrainingStoppedException();
      }
      FittedScaler scaler = history.fitScaler(features);
      float[] learned = rows(history, scaler);
      RowModel model = kind.train(learned, features.size(), seed);
      ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
      addErrors(errors, model, history, learned);
      rows.add(row(history, scaler, model, errors.build(), fleetTail));
    }
    return rows;
  }

  private BaselineRow row(
      InstanceHistory history,
      FittedScaler scaler,
      RowModel model,
      ErrorTimeline errors,
      @Nullable GeneralizedPareto fleetTail) {
    ThresholdOptions threshold = training.options().threshold().apply(history.instance());
    Calibration calibration = Calibrator.calibrate(errors, threshold, null, fleetTail, seed);
    return new BaselineRow(training.trained(history, calibration, null), scaler, model);
  }

  /** Returns the rows to learn from, {@code [rows, inputs]} flat, scaled and filled. */
  private float[] rows(InstanceHistory history, FittedScaler scaler) {
    int inputs = features.size();
    float[] rows = new float[history.rows() * inputs];
    int position = 0;
    for (Segment segment : history.segments()) {
      float[] scaled = Gaps.carryForward(segment.scaled(scaler), inputs, BaselineDetector.LOOKBACK);
      for (int target : segment.targets()) {
        System.arraycopy(scaled, target * inputs, rows, position, inputs);
        position += inputs;
      }
    }
    return rows;
  }

  /**
   * Adds the errors of the rows to learn from.
   *
   * @param rows the rows to learn from, scaled and filled
   */
  private void addErrors(
      ErrorTimeline.Builder errors, RowModel model, InstanceHistory history, float[] rows) {
    float[] shares = new float[features.size()];
    int offset = 0;
    for (Segment segment : history.segments()) {
      for (int target : segment.targets()) {
        double error = model.error(rows, offset, shares, 0);
        errors.add(segment.instance(), segment.place(target), error);
        offset += features.size();
      }
    }
  }
}
