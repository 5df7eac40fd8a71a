package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The exporter as a caller sees it: requests read and change it through this class only, which
 * ArchitectureTest checks. Safe for use by several threads.
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

  LinksConfig links() {
    return exporter.links();
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
   * Returns whether instances have all of these labels, and each of them is visible.
   *
   * @param labels which may include {@code detector}
   */
  boolean seesAll(Map<String, String> labels) {
    return sees((detector, instance) -> detector.matches(instance, labels));
  }

  /**
   * Returns whether the caller sees all instances, or each of those that a silence concerns now or
   * next, at least one.
   */
  boolean seesAllOf(String silence) {
    return visibility.isAll()
        || sees((detector, instance) -> detector.hasExemption(instance, silence, now()));
  }

  private boolean sees(BiPredicate<VisibleDetector, Labels> concerned) {
    boolean any = false;
    for (VisibleDetector detector : detectors()) {
      for (Labels instance : detector.allInstances()) {
        if (concerned.test(detector, instance)) {
          if (!detector.includes(instance)) {
            return false;
          }
          any = true;
        }
      }
    }
    return any;
  }

  /** Returns Alertmanager; empty if none is configured. */
  Optional<Alertmanager> alertmanager() {
    return exporter.alertmanager();
  }

  /** As {@link ExporterApi#train}, for callers who see all instances. */
  Optional<Trainings.Status> train(String detector) {
    requireAll("a model is of all instances of a detector: it is trained");
    return exporter.train(detector);
  }

  /** As {@link ExporterApi#rollback}, for callers who see all instances. */
  Optional<Rollback> rollback(String detector, @Nullable String version) {
    requireAll("a model is of all instances of a detector: it is rolled back");
    return exporter.rollback(detector, version);
  }

  /** Returns the configuration as YAML, without secrets, for callers who see all instances. */
  String configuration() {
    requireAll("the configuration may name any instance: it is shown");
    return exporter.configuration();
  }

  /**
   * Returns the backtests.
   *
   * @throws ForbiddenException if the caller does not see all instances
   */
  BacktestRuns backtests() {
    requireAll("a backtest names all instances of a detector: it is");
    return exporter.backtests();
  }

  private void requireAll(String reason) {
    if (!visibility.isAll()) {
      throw new ForbiddenException(reason + " for callers who see all instances");
    }
  }
}
