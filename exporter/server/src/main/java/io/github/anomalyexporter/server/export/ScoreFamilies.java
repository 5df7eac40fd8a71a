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

/** Metric families of one scrape. For use by one thread. */
final class ScoreFamilies {
  private static final String CACHED =
      "; computed on the scoring interval and cached between scrapes";

  private final List<Family> all = new ArrayList<>();

  final Family score =
      gauge(
          "anomaly_score",
          "Ratio of the reconstruction error to the threshold of the instance; above 1 is anomalous; absent when unknown"
              + CACHED);
  final Family isAnomalous =
      gauge("anomaly_is_anomalous", "Whether the score is above 1; absent when unknown" + CACHED);
  final Family error =
      gauge(
          "anomaly_reconstruction_error",
          "Reconstruction error of the instance in spreads of normal residuals; about 1 is normal"
              + CACHED);
  final Family threshold =
      gauge(
          "anomaly_threshold",
          "Threshold of the reconstruction error: calibrated, and raised after an anomaly"
              + CACHED);
  final Family newLevel =
      gauge(
          "anomaly_new_level_timestamp_seconds",
          "Unix timestamp at which an anomaly began that has become the new level of the instance; absent without one"
              + CACHED);
  final Family contribution =
      gauge(
          "anomaly_feature_contribution_ratio",
          "Share of the squared reconstruction error caused by a feature, for the top features of instances that are or were recently anomalous"
              + CACHED);
  final Family value =
      gauge(
          "anomaly_feature_value",
          "Actual value of a top feature, in the unit of the feature" + CACHED);
  final Family expected =
      gauge(
          "anomaly_feature_expected",
          "Value of a top feature expected by the model, in the unit of the feature" + CACHED);
  final Family state =
      gauge(
          "anomaly_instance_state",
          "State of the instance: 1 for the current state, 0 for all others" + CACHED);
  final Family suppressed =
      gauge(
          "anomaly_instance_suppressed",
          "Constant 1 while a silence or a calendar entry covers the instance, by reason; absent otherwise; scores are exported regardless");
  final Family coverage =
      gauge(
          "anomaly_coverage_ratio",
          "Ratio of present cells to expected cells in the last window" + CACHED);
  final Family lastScoring =
      gauge(
          "anomaly_detector_last_scoring_timestamp_seconds",
          "Unix timestamp of the end of the window that was last scored");
  final Family lastTraining =
      gauge(
          "anomaly_detector_last_training_timestamp_seconds",
          "Unix timestamp at which the active model was trained");
  final Family trainingBlocks =
      gauge(
          "anomaly_detector_training_blocks",
          "Blocks of the running training by state; absent while none is running");
  final Family trainingProgress =
      gauge(
          "anomaly_detector_training_progress_ratio",
          "Instances of completed blocks divided by all instances of the running training; absent while none is running");
  final Family trainingEnd =
      gauge(
          "anomaly_detector_training_expected_end_timestamp_seconds",
          "Unix timestamp at which the running training is expected to end; absent before its first block is completed");
  final Family instances =
      gauge(
          "anomaly_detector_instances",
          "Watched instances that Prometheus has, max_instances at most");
  final Family overLimit =
      gauge(
          "anomaly_detector_instances_over_limit",
          "Instances that Prometheus has beyond max_instances, which are not watched");
  final Family ambiguous =
      gauge(
          "anomaly_detector_ambiguous_instances",
          "Instances that combine several hosts or several replicas of one host; absent before the first check");
  final Family calendarProposals =
      gauge(
          "anomaly_detector_calendar_proposals",
          "Recurring windows of anomalies that no calendar entry covers; absent while unknown");
  final Family identityLabel =
      gauge(
          "anomaly_detector_identity_label",
          "Constant 1 for each label that identifies the instances of the detector, by its name");
  final Family activeAnomalies =
      gauge("anomaly_detector_active_anomalies", "Instances that are currently anomalous");
  final Family anomalies =
      counter(
          "anomaly_detector_anomalies",
          "Anomalies that have started; anomalies of an instance less than 10 minutes apart count once");
  final Family samples =
      counter("anomaly_detector_samples", "Samples ingested for scoring and training");
  final Family droppedFeatures =
      counter(
          "anomaly_detector_dropped_features",
          "Feature series that were not exported because of explanation.max_series");
  final Family modelInfo =
      family(
          points ->
              new InfoSnapshot(
                  new MetricMetadata("anomaly_model", "Version of the active model, constant 1"),
                  points.stream()
                      .map(point -> new InfoDataPointSnapshot(point.labels()))
                      .toList()));
  final Family trainingRows =
      gauge(
          "anomaly_model_training_rows",
          "Rows of history that the active model was trained on, over all instances");
  final Family leftOut =
      gauge(
          "anomaly_model_left_out_ratio",
          "Share of the history rows of the active model that were left out of the training, by reason");
  final Family refused =
      gauge(
          "anomaly_model_refused_instances",
          "Instances that keep an older model because the newly trained model was worse");
  final Family drift =
      gauge(
          "anomaly_model_drift_ratio",
          "Ratio of the reconstruction errors of about the last hour to the errors the thresholds were calibrated on, median over the instances; about 1 while the model fits");

  private record Point(Labels labels, double value) {}

  /** Metric family and the series added to it. */
  static final class Family {
    private final Function<List<Point>, MetricSnapshot> snapshot;
    private final List<Point> points = new ArrayList<>();

    private Family(Function<List<Point>, MetricSnapshot> snapshot) {
      this.snapshot = snapshot;
    }

    /** Adds a series; NaN, an unknown value, adds nothing. */
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

  /** Returns all families, including families without series: HELP and TYPE are always exported. */
  MetricSnapshots snapshots() {
    return MetricSnapshots.of(
        all.stream()
            .map(family -> family.snapshot.apply(family.points))
            .toArray(MetricSnapshot[]::new));
  }
}
