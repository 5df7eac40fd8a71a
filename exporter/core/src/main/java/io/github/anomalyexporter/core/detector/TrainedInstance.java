package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that training found for one row of the stack but its weights.
 *
 * @param instance whose row it is; {@link #FLEET} for row 0
 * @param trainedAt when
 * @param history how much history the instance had then; zero for the fleet
 * @param rows that were learned from, before thinning
 * @param refused why what a later training made of it was not taken; null where none was refused
 */
public record TrainedInstance(
    Labels instance,
    Instant trainedAt,
    Duration history,
    int rows,
    FittedScaler scaler,
    Forecast forecast,
    ReconstructionError error,
    Calibration calibration,
    RowReport report,
    @Nullable String refused) {
  /** Stands in the place of an instance in row 0. */
  public static final Labels FLEET = Labels.EMPTY;

  TrainedInstance refusing(String reason) {
    return new TrainedInstance(
        instance, trainedAt, history, rows, scaler, forecast, error, calibration, report, reason);
  }
}
