package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;

/** The result of a training for one row of the stack, except its weights. */
public record AutoencoderRow(
    TrainedInstance trained, FittedScaler scaler, Forecast forecast, ReconstructionError error) {
  boolean knows(int input) {
    return scaler.kind(input) != Kind.UNKNOWN;
  }

  AutoencoderRow refusing(Map<Labels, String> reasons) {
    return new AutoencoderRow(trained.refusing(reasons), scaler, forecast, error);
  }
}
