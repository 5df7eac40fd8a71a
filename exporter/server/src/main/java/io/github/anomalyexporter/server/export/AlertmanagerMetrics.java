package io.github.anomalyexporter.server.export;

import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.http.RequestObserver;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of the requests to Alertmanager; exported only while an Alertmanager is configured.
 * Counters continue across reloads. Safe for use by several threads.
 */
public final class AlertmanagerMetrics implements RequestObserver {
  /**
   * Sources of exemptions that can be unknown for a training history, as in the {@code source}
   * label.
   */
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
  private final Consumer<String> unknownSources;
  private boolean shown;
  private volatile @Nullable Instant silencesRead;

  public AlertmanagerMetrics(PrometheusRegistry registry) {
    this(registry, source -> {});
  }

  /**
   * @param unknownSources receives the name of the source of each call of {@link #unknown}
   */
  public AlertmanagerMetrics(PrometheusRegistry registry, Consumer<String> unknownSources) {
    this.registry = registry;
    this.unknownSources = unknownSources;
    up =
        Gauge.builder()
            .name("anomaly_exporter_alertmanager_up")
            .help("Whether the last request to Alertmanager returned its silences")
            .build();
    requests =
        Counter.builder()
            .name("anomaly_exporter_alertmanager_requests_total")
            .help("Requests to the Alertmanager API, including retries")
            .build();
    requestFailures =
        Counter.builder()
            .name("anomaly_exporter_alertmanager_request_failures_total")
            .help("Failed requests to the Alertmanager API")
            .labelNames("category")
            .build();
    for (Category category : Category.values()) {
      requestFailures.initLabelValues(category.label());
    }
    requestDuration =
        Histogram.builder()
            .name("anomaly_exporter_alertmanager_request_duration_seconds")
            .help(
                "Duration of requests to the Alertmanager API until the response was decoded or failed, in seconds")
            .unit(Unit.SECONDS)
            .classicOnly()
            .classicUpperBounds(ExporterMetrics.SECONDS)
            .build();
    lastSuccess =
        GaugeWithCallback.builder()
            .name("anomaly_exporter_alertmanager_last_success_timestamp_seconds")
            .help(
                "Unix timestamp at which the silences were last read; absent before the first successful read")
            .callback(this::lastSuccess)
            .build();
    unknown =
        Counter.builder()
            .name("anomaly_exporter_exemptions_unknown_total")
            .help("Trainings whose history covers a time for which alerts or silences are unknown")
            .labelNames("detector", "source")
            .build();
  }

  private void lastSuccess(GaugeWithCallback.Callback callback) {
    Instant time = silencesRead;
    if (time != null) {
      callback.call(time.toEpochMilli() / 1000.0);
    }
  }

  /** Registers or unregisters these metrics. */
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

  /** Creates the series of a detector at 0, so that {@code rate()} includes the first increment. */
  public void initialise(String detector) {
    for (Source source : Source.values()) {
      unknown.initLabelValues(detector, label(source));
    }
  }

  /**
   * Sets {@code up} to 0 on any failure: unlike a query, this request never depends on the user.
   */
  @Override
  public void requestEnded(@Nullable Category failure, Duration duration, long samples) {
    up.set(failure == null ? 1 : 0);
    changeEnded(failure, duration, samples);
  }

  /** Records a request that changes a silence, and says nothing about reading them. */
  public void changeEnded(@Nullable Category failure, Duration duration, long samples) {
    requests.inc();
    requestDuration.observe(duration.toNanos() / 1e9);
    if (failure != null) {
      requestFailures.labelValues(failure.label()).inc();
    }
  }

  /** Records when all silences were last read, which may be before this process started. */
  public void silencesRead(Instant time) {
    silencesRead = time;
  }

  /** Counts a training on a time for which the source is unknown. */
  public void unknown(String detector, Source source) {
    unknown.labelValues(detector, label(source)).inc();
    unknownSources.accept(source.name());
  }

  private static String label(Source source) {
    return source.name().toLowerCase(Locale.ROOT);
  }
}
