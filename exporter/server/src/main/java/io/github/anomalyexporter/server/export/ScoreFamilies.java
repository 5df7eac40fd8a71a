package io.github.anomalyexporter.server.export;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The metric families of one scrape, while they are filled. For one thread. */
final class ScoreFamilies {
  private static final String CACHED =
      " Computed on the scoring interval and cached between scrapes.";

  private final List<Family> all = new ArrayList<>();

  final Family score =
      gauge(
          "anomaly_score",
          "Reconstruction error over the instance's threshold; above 1 is anomalous. Absent, not 0, when unknown."
              + CACHED);
  final Family isAnomalous =
      gauge("anomaly_is_anomalous", "Whether the score is above 1. Absent when unknown." + CACHED);
  final Family error =
      gauge(
          "anomaly_reconstruction_error",
          "How far the instance is from what the model expects; about 1 is normal." + CACHED);
  final Family threshold =
      gauge("anomaly_threshold", "Calibrated limit of the reconstruction error.");
  final Family contribution =
      gauge(
          "anomaly_feature_contribution_ratio",
          "Share of a feature in the reconstruction error: the largest ones of an instance that is anomalous or was so lately."
              + CACHED);
  final Family value =
      gauge("anomaly_feature_value", "Actual value of the same features, in their unit." + CACHED);
  final Family expected =
      gauge(
          "anomaly_feature_expected",
          "Value that the model expects of the same features, in their unit." + CACHED);
  final Family state =
      gauge(
          "anomaly_instance_state",
          "What is known of the instance: 1 for its state, 0 for all others." + CACHED);
  final Family suppressed =
      gauge(
          "anomaly_instance_suppressed",
          "1 while a silence or the calendar covers the instance: no alert about it is wanted. Absent otherwise. Hides no state and no score.");
  final Family coverage =
      gauge(
          "anomaly_coverage_ratio",
          "Present cells over expected cells of the last window." + CACHED);
  final Family lastScoring =
      gauge(
          "anomaly_detector_last_scoring_timestamp_seconds",
          "End of the window that was last scored.");
  final Family lastTraining =
      gauge(
          "anomaly_detector_last_training_timestamp_seconds",
          "Time at which the model that serves was made.");
  final Family instances =
      gauge(
          "anomaly_detector_instances",
          "Instances that are watched and that Prometheus has, max_instances at most.");
  final Family overLimit =
      gauge(
          "anomaly_detector_instances_over_limit",
          "Instances that Prometheus has beyond max_instances: nobody watches them.");
  final Family ambiguous =
      gauge(
          "anomaly_detector_ambiguous_instances",
          "Instances that several hosts, or several replicas of one host, are scored as. Absent until that was checked.");
  final Family identityLabel =
      gauge(
          "anomaly_detector_identity_label",
          "1 for each label that tells the instances of the detector apart, by its name.");
  final Family activeAnomalies =
      gauge("anomaly_detector_active_anomalies", "Instances that are anomalous now.");
  final Family anomalies =
      counter(
          "anomaly_detector_anomalies",
          "Anomalies that have begun; those of an instance less than 10 minutes apart are one.");
  final Family samples =
      counter("anomaly_detector_samples", "Samples taken in, for scoring and for training.");
  final Family droppedFeatures =
      counter(
          "anomaly_detector_dropped_features",
          "Feature series that were not shown, for there were more than explanation.max_series.");
  final Family modelInfo =
      family(
          points ->
              new InfoSnapshot(
                  new MetricMetadata("anomaly_model", "Version of the model that serves."),
                  points.stream()
                      .map(point -> new InfoDataPointSnapshot(point.labels()))
                      .toList()));
  final Family trainingRows =
      gauge(
          "anomaly_model_training_rows", "Rows that the model was trained on, over all instances.");
  final Family leftOut =
      gauge(
          "anomaly_model_left_out_ratio",
          "Share of the history of the model that serves that was not learned from, by the reason it was left out for.");
  final Family refused =
      gauge(
          "anomaly_model_refused_instances",
          "Instances that keep an older model, since that of a later training was worse.");
  final Family drift =
      gauge(
          "anomaly_model_drift_ratio",
          "Reconstruction errors of about the last hour over those the thresholds were calibrated on, median of the instances; about 1 while the model fits.");

  private record Point(Labels labels, double value) {}

  /** A family and its series so far. */
  static final class Family {
    private final Function<List<Point>, MetricSnapshot> snapshot;
    private final List<Point> points = new ArrayList<>();

    private Family(Function<List<Point>, MetricSnapshot> snapshot) {
      this.snapshot = snapshot;
    }

    /** Adds a series; an unknown value, NaN, adds none. */
    void add(Labels labels, double value) {
      if (!Double.isNaN(value)) {
        points.add(new Point(labels, value));
      }
    }

    void add(Labels labels, long value) {
      add(labels, (double) value);
    }
  }

  private Family family(Function<List<Point>, MetricSnapshot> snapshot) {
    Family family = new Family(snapshot);
    all.add(family);
    return family;
  }

  private Family gauge(String name, String help) {
    return family(
        points ->
            new GaugeSnapshot(
                new MetricMetadata(name, help),
                points.stream()
                    .map(point -> new GaugeDataPointSnapshot(point.value(), point.labels(), null))
                    .toList()));
  }

  private Family counter(String name, String help) {
    return family(
        points ->
            new CounterSnapshot(
                new MetricMetadata(name, help),
                points.stream()
                    .map(
                        point ->
                            new CounterDataPointSnapshot(point.value(), point.labels(), null, 0L))
                    .toList()));
  }

  /** All families, those without a series too: their HELP and TYPE are there from the start. */
  MetricSnapshots snapshots() {
    return MetricSnapshots.of(
        all.stream()
            .map(family -> family.snapshot.apply(family.points))
            .toArray(MetricSnapshot[]::new));
  }
}
