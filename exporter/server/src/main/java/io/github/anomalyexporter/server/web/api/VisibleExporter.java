package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The exporter as a caller sees it: what is asked and changed over HTTP goes through this class,
 * which ArchitectureTest checks. Safe for use by several threads.
 */
final class VisibleExporter {
  static final String INSTANCE = "instance";

  private final ExporterApi exporter;
  private final Visibility visibility;

  VisibleExporter(ExporterApi exporter, Visibility visibility) {
    this.exporter = exporter;
    this.visibility = visibility;
  }

  boolean isReady() {
    return exporter.isReady();
  }

  Instant now() {
    return exporter.clock().instant();
  }

  List<VisibleDetector> detectors() {
    return exporter.detectors().stream().map(it -> new VisibleDetector(it, visibility)).toList();
  }

  Optional<VisibleDetector> detector(String name) {
    return detectors().stream().filter(it -> it.name().equals(name)).findFirst();
  }

  /** Returns the labels that select instances: the identity labels of any detector. */
  Set<String> labelNames() {
    Set<String> names = new TreeSet<>(Set.of(INSTANCE));
    detectors().forEach(detector -> names.addAll(detector.config().source().identityLabels()));
    return names;
  }

  /**
   * Returns the stored versions of a detector's model; empty if no detector has the name. The
   * reason why a version cannot be read may repeat a part of its file, which names instances.
   */
  Optional<StoredModels> models(String detector) {
    Optional<StoredModels> found = exporter.models(detector);
    return visibility.isAll()
        ? found
        : found.map(
            it ->
                new StoredModels(
                    it.versions(),
                    it.unreadable().stream().map(reason -> "a version cannot be read").toList()));
  }

  /** Forgets the visible instances that have all of these labels. */
  int forget(Map<String, String> labels) {
    return exporter.forget(labels, visibility);
  }

  /**
   * Returns the backtests.
   *
   * @throws ForbiddenException if the caller does not see all instances
   */
  BacktestRuns backtests() {
    if (!visibility.isAll()) {
      throw new ForbiddenException(
          "a backtest names all instances of a detector: it is for callers who see all instances");
    }
    return exporter.backtests();
  }
}
