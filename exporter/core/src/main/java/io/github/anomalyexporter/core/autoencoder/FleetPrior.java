package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.FleetThreshold;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The usual thresholds of a fleet by the options of the threshold: an instance with a smaller
 * budget of false alarms has a higher threshold and must not be moved to that of the other
 * instances.
 */
final class FleetPrior {
  private final Map<ThresholdOptions, FleetThreshold> usual = new HashMap<>();
  private final Function<Labels, ThresholdOptions> options;

  /**
   * @param instances of the fleet; its own row does not count
   * @param options by instance
   * @param without instances that do not count
   */
  FleetPrior(
      Collection<TrainedInstance> instances,
      Function<Labels, ThresholdOptions> options,
      Set<Labels> without) {
    this.options = options;
    Map<ThresholdOptions, List<Calibration>> calibrations = new HashMap<>();
    for (TrainedInstance each : instances) {
      if (!each.instance().equals(TrainedInstance.FLEET) && !without.contains(each.instance())) {
        calibrations
            .computeIfAbsent(options.apply(each.instance()), same -> new ArrayList<>())
            .add(each.calibration());
      }
    }
    calibrations.forEach(
        (same, all) -> {
          FleetThreshold threshold = FleetThreshold.of(all);
          if (threshold != null) {
            usual.put(same, threshold);
          }
        });
  }

  /** Returns a row with its threshold moved to the usual one of the fleet, if there is one. */
  AutoencoderRow moved(AutoencoderRow row) {
    TrainedInstance own = row.trained();
    ThresholdOptions same = options.apply(own.instance());
    FleetThreshold threshold = usual.get(same);
    return threshold == null || own.instance().equals(TrainedInstance.FLEET)
        ? row
        : new AutoencoderRow(
            own.withCalibration(threshold.moved(own.calibration(), own.rows(), same)),
            row.scaler(),
            row.forecast(),
            row.error());
  }
}
