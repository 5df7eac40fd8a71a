package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.model.Inference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All settings, validated.
 *
 * @param alertmanager null if not configured
 * @param links of the page
 * @param detectors at least one, with unique names
 * @param calendars by name of the detector; separate from the detector because models and score
 *     boards do not depend on the calendar and survive a change of it
 * @param entries the detectors as written, for a backtest of a changed one
 * @param text the settings as written, without secrets
 * @param origin from which these settings can be read again
 */
public record Config(
    PrometheusConfig prometheus,
    @Nullable AlertmanagerConfig alertmanager,
    LinksConfig links,
    StorageConfig storage,
    List<DetectorConfig> detectors,
    Map<String, List<CalendarEntry>> calendars,
    DetectorEntries entries,
    ConfigText text,
    ConfigOrigin origin) {
  /** A Prometheus on the same host, as for a sidecar. */
  public static final URI DEFAULT_PROMETHEUS_URL = URI.create("http://localhost:9090");

  public Config {
    detectors = List.copyOf(detectors);
    calendars = Map.copyOf(calendars);
    if (detectors.isEmpty()) {
      throw new IllegalArgumentException("a configuration needs at least one detector");
    }
  }

  /** Returns the calendar of a detector; may be empty. */
  public List<CalendarEntry> calendar(DetectorConfig detector) {
    return calendars.getOrDefault(detector.name(), List.of());
  }

  /** Returns these settings with another Prometheus, for {@code --prometheus.url}. */
  public Config withPrometheusUrl(URI url) {
    return new Config(
        prometheus.withUrl(url),
        alertmanager,
        links,
        storage,
        detectors,
        calendars,
        entries,
        text.withPrometheusUrl(url),
        origin.withPrometheusUrl(url));
  }

  /** Returns these settings with another way to run networks, for {@code --inference}. */
  public Config with(Inference inference) {
    return new Config(
        prometheus,
        alertmanager,
        links,
        storage,
        detectors.stream().map(detector -> detector.with(inference)).toList(),
        calendars,
        entries,
        text,
        origin);
  }

  /** Returns these settings with another storage directory, for {@code --storage.path}. */
  public Config withStoragePath(Path path) {
    return new Config(
        prometheus,
        alertmanager,
        links,
        new StorageConfig(path, storage.keepVersions()),
        detectors,
        calendars,
        entries,
        text.withStoragePath(path),
        origin.withStoragePath(path));
  }
}
