package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.score.ReconstructionError;
import java.util.List;
import java.util.stream.IntStream;

/** Scaler and reconstruction error parameters of one row of the stack in {@code scalers.json}. */
record ScalerRow(List<FittedScaler.Parameters> inputs, ReconstructionError.Parameters error) {

  static ScalerRow of(AutoencoderRow trained) {
    FittedScaler scaler = trained.scaler();
    return new ScalerRow(
        IntStream.range(0, scaler.inputs()).mapToObj(scaler::parameters).toList(),
        trained.error().parameters());
  }

  FittedScaler scaler(FeatureSet features) {
    return FittedScaler.of(features, inputs);
  }

  ReconstructionError error(FittedScaler scaler) {
    return ReconstructionError.of(scaler, error);
  }
}
