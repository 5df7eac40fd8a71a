package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;

/** The model of one instance, or of the fleet, and the scaler of its inputs. */
public record BaselineRow(TrainedInstance trained, FittedScaler scaler, RowModel model) {
  BaselineRow refusing(String reason) {
    return new BaselineRow(trained.refusing(reason), scaler, model);
  }

  boolean knows(int input) {
    return scaler.kind(input) != Kind.UNKNOWN;
  }
}
