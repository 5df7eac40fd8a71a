package io.github.anomalyexporter.server.export;

import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import io.github.anomalyexporter.server.prometheus.QueryObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the exporter counts of its dealings with Alertmanager; not there while none is configured.
 * Counters go on from one configuration to the next. Safe for use by several threads.
 */
public final class AlertmanagerMetrics implements QueryObserver {
  /** What can be unknown of the time a model learns from, as the {@code source} label has it. */
  public enum Source {
    ALERTS,
    SILENCES
  }

  private final PrometheusRegistry registry;
  private final Gauge up;
  private final Counter requests;
  private final Counter requestFailures;
  private final Histogram requestDuration;
  private final GaugeWithCallback lastSuccess;
  private final Counter unknown;
  private boolean shown;
  private volatile @Nullable Instant silencesRead;

  public AlertmanagerMetrics(PrometheusRegistry registry) {
    this.registry = registry;
    up =
        Gauge.builder()
            .name("anomaly_exporter_alertmanager_up")
            .help("Whether the last request to Alertmanager brought its silences.")
            .build();
    requests =
        Counter.builder()
            .name("anomaly_exporter_alertmanager_requests_total")
            .help("Requests to the Alertmanager API, retries included.")
            .build();
    requestFailures =
        Counter.builder()
            .name("anomaly_exporter_alertmanager_request_failures_total")
            .help("Requests to the Alertmanager API that failed.")
            .labelNames("category")
            .build();
    for (Category category : Category.values()) {
      requestFailures.initLabelValues(category.label());
    }
    requestDuration =
        Histogram.builder()
            .name("anomaly_exporter_alertmanager_request_duration_seconds")
            .help("Time until an answer of the Alertmanager API was decoded, or failed.")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(ExporterMetrics.SECONDS)
            .build();
    lastSuccess =
        GaugeWithCallback.builder()
            .name("anomaly_exporter_alertmanager_last_success_timestamp_seconds")
            .help("Time at which the silences were last read. Absent before the first reading.")
            .callback(this::lastSuccess)
            .build();
    unknown =
        Counter.builder()
            .name("anomaly_exporter_exemptions_unknown_total")
            .help("Trainings that learned from a time of which alerts or silences were not known.")
            .labelNames("detector", "source")
            .build();
  }

  private void lastSuccess(GaugeWithCallback.Callback callback) {
    Instant time = silencesRead;
    if (time != null) {
      callback.call(time.toEpochMilli() / 1000.0);
    }
  }

  /** Shows these metrics, or no longer does. */
  public synchronized void show(boolean wanted) {
    List<Collector> all =
        List.of(up, requests, requestFailures, requestDuration, lastSuccess, unknown);
    if (wanted && !shown) {
      all.forEach(registry::register);
    } else if (!wanted && shown) {
      all.forEach(registry::unregister);
    }
    shown = wanted;
  }

  /** Series of a detector's trainings that start at 0, so that a rate sees the first of them. */
  public void initialise(String detector) {
    for (Source source : Source.values()) {
      unknown.initLabelValues(detector, label(source));
    }
  }

  /** Any failure is a down: unlike a query, this request is always the same one. */
  @Override
  public void requestEnded(@Nullable Category failure, Duration duration, long samples) {
    requests.inc();
    requestDuration.observe(duration.toNanos() / 1e9);
    up.set(failure == null ? 1 : 0);
    if (failure != null) {
      requestFailures.labelValues(failure.label()).inc();
    }
  }

  /** The silences were read whole, now or before this process was started. */
  public void silencesRead(Instant time) {
    silencesRead = time;
  }

  /** A detector is trained on a time of which not everything is known. */
  public void unknown(String detector, Source source) {
    unknown.labelValues(detector, label(source)).inc();
  }

  private static String label(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
