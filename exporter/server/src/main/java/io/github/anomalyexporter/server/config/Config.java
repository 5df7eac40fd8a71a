package io.github.anomalyexporter.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All settings, checked as a whole.
 *
 * @param detectors at least one, each with a name of its own
 * @param calendars by the name of their detector, and not in it: neither a model nor a board
 *     depends on the calendar, and both outlive a change of it
 */
public record Config(
    PrometheusConfig prometheus,
    StorageConfig storage,
    List<DetectorConfig> detectors,
    Map<String, List<CalendarEntry>> calendars) {
  /** A Prometheus on the same host: what a sidecar finds. */
  public static final URI DEFAULT_PROMETHEUS_URL = URI.create("http://localhost:9090");

  public Config {
    detectors = List.copyOf(detectors);
    calendars = Map.copyOf(calendars);
    if (detectors.isEmpty()) {
      throw new IllegalArgumentException("a configuration needs at least one detector");
    }
  }

  /** The calendar of a detector; empty where it has none. */
  public List<CalendarEntry> calendar(DetectorConfig detector) {
    return calendars.getOrDefault(detector.name(), List.of());
  }

  /** The same settings for another Prometheus, as {@code --prometheus.url} wants it. */
  public Config withPrometheusUrl(URI url) {
    return new Config(prometheus.withUrl(url), storage, detectors, calendars);
  }

  /** The same settings with the models elsewhere, as {@code --storage.path} wants it. */
  public Config withStoragePath(Path path) {
    return new Config(
        prometheus, new StorageConfig(path, storage.keepVersions()), detectors, calendars);
  }
}
