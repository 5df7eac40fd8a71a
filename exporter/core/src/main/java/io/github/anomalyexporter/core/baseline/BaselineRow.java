package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;

/** The model of one instance, or of the fleet, and the scaler of its inputs. */
public record BaselineRow(TrainedInstance trained, FittedScaler scaler, RowModel model) {
  BaselineRow refusing(Map<Labels, String> reasons) {
    return new BaselineRow(trained.refusing(reasons), scaler, model);
  }

  boolean knows(int input) {
    return scaler.kind(input) != Kind.UNKNOWN;
  }
}
