package io.github.anomalyexporter.core.baseline;

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
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Trains a row model for each instance and one for the fleet. A threshold is calibrated on the
 * errors of the rows that the model was trained on, as is usual for these models; that of the fleet
 * on the errors of instances held out. Interrupting the thread stops training; the progress is not
 * called because there are no epochs.
 */
public final class BaselineTraining implements DetectorTraining {
  private final RowModelKind kind;
  private final FeatureSet features;
  private final BaselineOptions options;

  public BaselineTraining(RowModelKind kind, FeatureSet features, BaselineOptions options) {
    this.kind = kind;
    this.features = features;
    this.options = options;
  }

  @Override
  public int rowsBefore() {
    return features.lagRows() + BaselineDetector.LOOKBACK;
  }

  /** Includes the models twice: the active models and those being trained. */
  @Override
  public long bytes(int instances, long rows) {
    return TrainingMemory.bytes(features, instances, rows)
        + 2L * instances * kind.mostBytes(features.size());
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
    List<BaselineRow> rows = new ArrayList<>();
    rows.add(fleet(histories, trainedAt));
    GeneralizedPareto fleetTail = rows.get(0).trained().calibration().tailExcess();
    rows.addAll(instances(histories, lengths, fleetTail, trainedAt));
    BaselineRows trained = new BaselineRows(features, histories.size(), rows);
    if (previous != null) {
      trained = trained.with(BaselineRows.of(previous).rowsOf(leftOut.keySet()));
    }
    return new Outcome(trained, leftOut);
  }

  @Override
  public Outcome trainInto(
      TrainedDetector detector,
      Frame history,
      Map<Labels, Duration> lengths,
      Instant trainedAt,
      TrainingProgress progress) {
    BaselineRows trained = BaselineRows.of(detector);
    Map<Labels, String> leftOut = new LinkedHashMap<>();
    List<InstanceHistory> histories =
        InstanceHistory.all(history, features, options.minCoverage(), leftOut);
    GeneralizedPareto fleetTail = trained.rows().get(0).trained().calibration().tailExcess();
    List<BaselineRow> rows = instances(histories, lengths, fleetTail, trainedAt);
    return new Outcome(rows.isEmpty() ? null : trained.with(rows), leftOut);
  }

  @Override
  public Detector open(TrainedDetector detector) {
    return new BaselineDetector(BaselineRows.of(detector), options.minCoverage());
  }

  private BaselineRow fleet(List<InstanceHistory> histories, Instant trainedAt) {
    InstanceHistory fleet = InstanceHistory.pool(histories);
    List<FleetFold> folds = FleetFold.of(histories);
    FittedScaler scaler = fleet.fitScaler(features);
    float[] learned = rows(fleet, scaler);
    RowModel model = kind.train(learned, features.size(), options.seed());
    ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
    for (FleetFold fold : folds) {
      RowModel others = kind.train(rows(fold.others(), scaler), features.size(), options.seed());
      addErrors(errors, others, fold.heldOut(), rows(fold.heldOut(), scaler));
    }
    if (folds.isEmpty()) {
      addErrors(errors, model, fleet, learned);
    }
    return row(fleet, Duration.ZERO, scaler, model, errors.build(), null, trainedAt);
  }

  private List<BaselineRow> instances(
      List<InstanceHistory> histories,
      Map<Labels, Duration> lengths,
      @Nullable GeneralizedPareto fleetTail,
      Instant trainedAt) {
    List<BaselineRow> rows = new ArrayList<>();
    for (InstanceHistory history : histories) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TrainingStoppedException();
      }
      FittedScaler scaler = history.fitScaler(features);
      float[] learned = rows(history, scaler);
      RowModel model = kind.train(learned, features.size(), options.seed());
      Duration length = lengths.getOrDefault(history.instance(), Duration.ZERO);
      ErrorTimeline.Builder errors = new ErrorTimeline.Builder();
      addErrors(errors, model, history, learned);
      rows.add(row(history, length, scaler, model, errors.build(), fleetTail, trainedAt));
    }
    return rows;
  }

  private BaselineRow row(
      InstanceHistory history,
      Duration length,
      FittedScaler scaler,
      RowModel model,
      ErrorTimeline errors,
      @Nullable GeneralizedPareto fleetTail,
      Instant trainedAt) {
    Calibration calibration =
        Calibrator.calibrate(
            errors, options.threshold().apply(history.instance()), null, fleetTail, options.seed());
    return new BaselineRow(
        new TrainedInstance(
            history.instance(), trainedAt, length, history.rows(), calibration, null, null),
        scaler,
        model);
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
