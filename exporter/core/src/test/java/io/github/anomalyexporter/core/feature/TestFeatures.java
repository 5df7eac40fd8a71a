package io.github.anomalyexporter.core.feature;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Small feature sets. */
public final class TestFeatures {
  public static final Duration STEP = Duration.ofMinutes(1);

  private TestFeatures() {}

  public static Feature feature(String name) {
    return new Feature(name, "sum(" + name + ")", "ratio", Transform.NONE, false);
  }

  public static Feature optional(String name) {
    return new Feature(name, "sum(" + name + ")", "ratio", Transform.NONE, true);
  }

  /** Queried features without transform, nothing engineered. */
  public static FeatureSet of(String... names) {
    return new FeatureSet(
        Arrays.stream(names).map(TestFeatures::feature).toList(), List.of(), STEP);
  }
}
