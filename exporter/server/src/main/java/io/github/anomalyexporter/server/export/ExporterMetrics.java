package io.github.anomalyexporter.server.export;

import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.version.BuildVersion;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Metrics of the exporter itself. Safe for use by several threads. */
public final class ExporterMetrics implements RequestObserver, RunObserver {
  static final double[] SECONDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
  };

  /** Failures that mean that Prometheus did not answer; all others are answers. */
  private static final EnumSet<Category> UNREACHABLE =
      EnumSet.of(
          Category.CONNECTION,
          Category.TIMEOUT,
          Category.SERVER,
          Category.MALFORMED,
          Category.INCOMPLETE);

  private final Gauge reloadSuccessful;
  private final Gauge reloadTimestamp;
  private final Gauge webConfigSuccessful;

  /** Null before the first request: a detector may need no Prometheus. */
  private volatile @Nullable Boolean prometheusUp;

  private final Counter queries;
  private final Counter queryFailures;
  private final Histogram queryDuration;
  private final Counter runs;
  private final Counter runFailures;
  private final Counter runsMissed;
  private final Histogram runDuration;
  private final Histogram requestDuration;
  private final AlertmanagerMetrics alertmanager;

  public ExporterMetrics(PrometheusRegistry registry) {
    Info.builder()
        .name("anomaly_exporter_build_info")
        .help("Version of the exporter and of its Java runtime, constant 1")
        .labelNames("version", "javaversion")
        .register(registry)
        .addLabelValues(BuildVersion.current(), Runtime.version().toString());
    reloadSuccessful =
        Gauge.builder()
            .name("anomaly_exporter_config_last_reload_successful")
            .help("Whether the last configuration reload attempt was successful")
            .register(registry);
    reloadTimestamp =
        Gauge.builder()
            .name("anomaly_exporter_config_last_reload_success_timestamp_seconds")
            .help("Unix timestamp of the last successful configuration reload")
            .register(registry);
    webConfigSuccessful =
        Gauge.builder()
            .name("anomaly_exporter_web_config_last_reload_successful")
            .help(
                "Whether the current content of --web.config.file and of the files it names is in use")
            .register(registry);
    webConfigSuccessful.set(1);
    GaugeWithCallback.builder()
        .name("anomaly_exporter_prometheus_up")
        .help("Whether Prometheus answered the last request; absent before the first")
        .callback(this::showPrometheus)
        .register(registry);
    queries =
        Counter.builder()
            .name("anomaly_exporter_prometheus_queries_total")
            .help(
                "Requests to the Prometheus API, including retries and the parts of split range queries")
            .register(registry);
    queryFailures =
        Counter.builder()
            .name("anomaly_exporter_prometheus_query_failures_total")
            .help("Failed requests to the Prometheus API")
            .labelNames("category")
            .register(registry);
    for (Category category : Category.values()) {
      queryFailures.initLabelValues(label(category));
    }
    queryDuration =
        Histogram.builder()
            .name("anomaly_exporter_prometheus_query_duration_seconds")
            .help(
                "Duration of requests to the Prometheus API until the response was decoded or failed, in seconds")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    runs =
        Counter.builder()
            .name("anomaly_exporter_runs_total")
            .help("Completed scoring runs and training checks, including failed ones")
            .labelNames("detector", "run")
            .register(registry);
    runFailures =
        Counter.builder()
            .name("anomaly_exporter_run_failures_total")
            .help("Failed scoring and training runs")
            .labelNames("detector", "run", "category")
            .register(registry);
    runsMissed =
        Counter.builder()
            .name("anomaly_exporter_runs_missed_total")
            .help("Scoring or training runs skipped because the previous run was still in progress")
            .labelNames("detector", "run")
            .register(registry);
    runDuration =
        Histogram.builder()
            .name("anomaly_exporter_run_duration_seconds")
            .help("Duration of a stage of a run, in seconds")
            .unit(Unit.SECONDS)
            .labelNames("detector", "run", "stage")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    requestDuration =
        Histogram.builder()
            .name("anomaly_exporter_http_request_duration_seconds")
            .help("Duration of HTTP requests to the exporter, in seconds")
            .unit(Unit.SECONDS)
            .labelNames("handler", "code")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    alertmanager = new AlertmanagerMetrics(registry);
  }

  /** Metrics of the requests to Alertmanager; initially not registered. */
  public AlertmanagerMetrics alertmanager() {
    return alertmanager;
  }

  /** Creates the series of a detector at 0, so that {@code rate()} includes the first increment. */
  public void initialise(String detector) {
    for (RunKind kind : RunKind.values()) {
      runs.initLabelValues(detector, kind.label());
      runsMissed.initLabelValues(detector, kind.label());
    }
  }

  public void configLoaded(Instant now) {
    reloadSuccessful.set(1);
    reloadTimestamp.set(now.toEpochMilli() / 1000.0);
  }

  public void configRefused() {
    reloadSuccessful.set(0);
  }

  /** Records whether the current content of the web configuration is in use. */
  public void webConfigRead(boolean inUse) {
    webConfigSuccessful.set(inUse ? 1 : 0);
  }

  private void showPrometheus(GaugeWithCallback.Callback callback) {
    Boolean up = prometheusUp;
    if (up != null) {
      callback.call(up ? 1 : 0);
    }
  }

  @Override
  public void requestEnded(@Nullable Category failure, Duration duration, long samples) {
    queries.inc();
    queryDuration.observe(seconds(duration));
    prometheusUp = failure == null || !UNREACHABLE.contains(failure);
    if (failure != null) {
      queryFailures.labelValues(label(failure)).inc();
    }
  }

  private static String label(Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {
    runDuration.labelValues(detector, kind.label(), stage).observe(seconds(duration));
  }

  @Override
  public void runEnded(String detector, RunKind kind) {
    runs.labelValues(detector, kind.label()).inc();
  }

  @Override
  public void runFailed(String detector, RunKind kind, String category) {
    runs.labelValues(detector, kind.label()).inc();
    runFailures.labelValues(detector, kind.label(), category).inc();
  }

  @Override
  public void runsMissed(String detector, RunKind kind, long count) {
    runsMissed.labelValues(detector, kind.label()).inc(count);
  }

  public void requestServed(String handler, int status, Duration duration) {
    requestDuration.labelValues(handler, Integer.toString(status)).observe(seconds(duration));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
