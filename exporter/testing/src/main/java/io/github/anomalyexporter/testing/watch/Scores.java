package io.github.anomalyexporter.testing.watch;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the exporter's metrics of all instances as Prometheus scraped them. */
final class Scores {
  private static final int FEATURES_SHOWN = 3;

  private Scores() {}

  /** Returns the instances by name; empty if the exporter has no instance. */
  static List<InstanceScore> read(Prometheus prometheus) throws IOException, InterruptedException {
    List<Sample> states = prometheus.query("anomaly_instance_state == 1");
    Map<String, Sample> scores = index(prometheus.query("anomaly_score"), Scores::instance);
    Map<String, Sample> suppressed =
        index(prometheus.query("anomaly_instance_suppressed == 1"), Scores::instance);
    Map<String, Sample> actual =
        index(prometheus.query("anomaly_feature_value"), Scores::instanceAndFeature);
    Map<String, Sample> expected =
        index(prometheus.query("anomaly_feature_expected"), Scores::instanceAndFeature);
    Map<String, List<FeatureShare>> features =
        prometheus.query("anomaly_feature_contribution_ratio").stream()
            .sorted(Comparator.comparingDouble(Sample::value).reversed())
            .collect(
                Collectors.groupingBy(
                    Scores::instance,
                    Collectors.mapping(
                        share -> featureShare(share, actual, expected), Collectors.toList())));
    return states.stream()
        .map(
            state ->
                new InstanceScore(
                    instance(state),
                    state.label("state"),
                    valueOf(scores, instance(state)),
                    reason(suppressed.get(instance(state))),
                    features.getOrDefault(instance(state), List.of()).stream()
                        .limit(FEATURES_SHOWN)
                        .toList()))
        .sorted(Comparator.comparing(InstanceScore::instance))
        .toList();
  }

  private static FeatureShare featureShare(
      Sample share, Map<String, Sample> actual, Map<String, Sample> expected) {
    String key = instanceAndFeature(share);
    Sample value = actual.get(key);
    return new FeatureShare(
        share.label("feature"),
        share.value(),
        valueOf(actual, key),
        valueOf(expected, key),
        value == null ? "" : value.label("unit"));
  }

  /** Keeps the first one if two detectors score the same instance. */
  private static Map<String, Sample> index(List<Sample> samples, Function<Sample, String> key) {
    return samples.stream()
        .collect(Collectors.toMap(key, Function.identity(), (first, second) -> first));
  }

  private static double valueOf(Map<String, Sample> samples, String key) {
    Sample sample = samples.get(key);
    return sample == null ? Double.NaN : sample.value();
  }

  private static String reason(@Nullable Sample suppressed) {
    return suppressed == null ? "" : suppressed.label("reason");
  }

  private static String instance(Sample sample) {
    return sample.label("instance");
  }

  private static String instanceAndFeature(Sample sample) {
    return instance(sample) + " " + sample.label("feature");
  }
}
