package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The training of one row of a detector of any kind.
 *
 * @param instance of the row; {@link #FLEET} for row 0
 * @param trainedAt time of the training
 * @param history length of the history of the instance at that time; zero for the fleet
 * @param rows number of rows learned from, before thinning
 * @param report of the training; null for a kind that does not train in epochs
 * @param refused reason why the result of a later training was refused; null if none was
 */
public record TrainedInstance(
    Labels instance,
    Instant trainedAt,
    Duration history,
    int rows,
    Calibration calibration,
    @Nullable RowReport report,
    @Nullable String refused) {
  /** The placeholder for an instance in row 0. */
  public static final Labels FLEET = Labels.EMPTY;

  /**
   * Returns a copy with the reason why a later training was refused, or this instance without one.
   *
   * @param reasons by instance
   */
  public TrainedInstance refusing(Map<Labels, String> reasons) {
    String reason = reasons.get(instance);
    return reason == null
        ? this
        : new TrainedInstance(instance, trainedAt, history, rows, calibration, report, reason);
  }

  /** Returns a copy with another calibration. */
  public TrainedInstance withCalibration(Calibration other) {
    return new TrainedInstance(instance, trainedAt, history, rows, other, report, refused);
  }
}
