package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how one row of a detector was trained, whatever its kind.
 *
 * @param instance whose row it is; {@link #FLEET} for row 0
 * @param trainedAt when
 * @param history how much history the instance had then; zero for the fleet
 * @param rows that were learned from, before thinning
 * @param report how the training went; null where a kind does not train in epochs
 * @param refused why what a later training made of it was not taken; null where none was refused
 */
public record TrainedInstance(
    Labels instance,
    Instant trainedAt,
    Duration history,
    int rows,
    Calibration calibration,
    @Nullable RowReport report,
    @Nullable String refused) {
  /** Stands in the place of an instance in row 0. */
  public static final Labels FLEET = Labels.EMPTY;

  /** The same, after a later training was not taken. */
  public TrainedInstance refusing(String reason) {
    return new TrainedInstance(instance, trainedAt, history, rows, calibration, report, reason);
  }
}
