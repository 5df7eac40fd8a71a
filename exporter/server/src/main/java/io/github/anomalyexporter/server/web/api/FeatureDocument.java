package io.github.anomalyexporter.server.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Ratio;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.run.DetectorState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature of a detector.
 *
 * @param expression as configured, with placeholders; null for an engineered feature, and without
 *     one
 * @param query the expression as it is sent to Prometheus; null for an engineered feature, and if
 *     the detector does not query Prometheus
 * @param optional whether the absence of the feature does not reduce coverage
 * @param min least possible value; NaN without a bound, and for an engineered feature
 * @param max greatest possible value; NaN as the least
 * @param engineered null for a queried feature
 */
record FeatureDocument(
    String name,
    String unit,
    @Nullable String expression,
    @Nullable String query,
    TransformDocument transform,
    boolean optional,
    double min,
    double max,
    @Nullable Engineered engineered) {

  /**
   * The transform before scaling.
   *
   * @param parameter scale of a logarithm, exponent of a power; NaN for none
   */
  record TransformDocument(String type, double parameter) {
    static TransformDocument of(Transform transform) {
      if (transform instanceof Transform.Log log) {
        return new TransformDocument("log", log.scale());
      }
      return transform instanceof Transform.Power power
          ? new TransformDocument("power", power.exponent())
          : new TransformDocument("none", Double.NaN);
    }
  }

  /** The computation of a feature from other features. Members that are null are absent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Engineered(
      String type,
      String of,
      @Nullable String per,
      @Nullable Duration window,
      @Nullable Double floor) {
    static Engineered of(EngineeredFeature.Source source) {
      if (source instanceof RollingMean mean) {
        return new Engineered("rolling_mean", mean.of(), null, mean.window(), null);
      } else if (source instanceof Change change) {
        return new Engineered("change", change.of(), null, change.window(), null);
      }
      Ratio ratio = (Ratio) source;
      return new Engineered("ratio", ratio.of(), ratio.per(), null, ratio.floor());
    }
  }

  /** Returns the features of a detector, in the order of the inputs of its model. */
  static List<FeatureDocument> all(DetectorState state) {
    FeatureSet features = state.config().features();
    boolean queries = state.config().source().kind() == SourceKind.PROMETHEUS;
    List<String> expressions = state.queries().get().features();
    List<FeatureDocument> documents = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      int queried = features.features().size();
      documents.add(
          i < queried
              ? of(features.features().get(i), queries ? expressions.get(i) : null)
              : of(features.engineered().get(i - queried), features.isOptional(i)));
    }
    return documents;
  }

  private static FeatureDocument of(Feature feature, @Nullable String query) {
    Bounds bounds = feature.bounds();
    return new FeatureDocument(
        feature.name(),
        feature.unit(),
        feature.expression().isEmpty() ? null : feature.expression(),
        query,
        TransformDocument.of(feature.transform()),
        feature.optional(),
        bounds.min(),
        bounds.max(),
        null);
  }

  private static FeatureDocument of(EngineeredFeature feature, boolean optional) {
    return new FeatureDocument(
        feature.name(),
        feature.unit(),
        null,
        null,
        TransformDocument.of(feature.transform()),
        optional,
        Double.NaN,
        Double.NaN,
        Engineered.of(feature.source()));
  }
}
