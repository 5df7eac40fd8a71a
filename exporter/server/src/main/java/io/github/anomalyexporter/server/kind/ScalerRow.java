package io.github.anomalyexporter.server.kind;

import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.score.ReconstructionError;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Scaler and reconstruction error parameters of one row of the stack in {@code scalers.json}. */
record ScalerRow(List<FittedScaler.Parameters> inputs, ErrorFields error) {
  /**
   * The parameters of the error by the names of the file's fields.
   *
   * @param surpriseFreedom null if the scales are certain
   * @param displacementFreedom likewise
   */
  record ErrorFields(
      List<Float> surpriseSpread,
      List<Float> displacementSpread,
      @Nullable Double surpriseFreedom,
      @Nullable Double displacementFreedom,
      double surprise,
      double displacement) {}

  static ScalerRow of(AutoencoderRow trained) {
    FittedScaler scaler = trained.scaler();
    ReconstructionError.Parameters error = trained.error().parameters();
    return new ScalerRow(
        IntStream.range(0, scaler.inputs()).mapToObj(scaler::parameters).toList(),
        new ErrorFields(
            error.residualScales(),
            error.deviationScales(),
            finite(error.residualFreedom()),
            finite(error.deviationFreedom()),
            error.residualEnergy(),
            error.deviationEnergy()));
  }

  FittedScaler scaler(FeatureSet features) {
    return FittedScaler.of(features, inputs);
  }

  ReconstructionError error(FittedScaler scaler) {
    return ReconstructionError.of(
        scaler,
        new ReconstructionError.Parameters(
            error.surpriseSpread(),
            error.displacementSpread(),
            orInfinite(error.surpriseFreedom()),
            orInfinite(error.displacementFreedom()),
            error.surprise(),
            error.displacement()));
  }

  private static @Nullable Double finite(double value) {
    return Double.isInfinite(value) ? null : value;
  }

  private static double orInfinite(@Nullable Double value) {
    return value == null ? Double.POSITIVE_INFINITY : value;
  }
}
