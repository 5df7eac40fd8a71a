package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.preview.HeldRunner;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An exporter without detectors, which counts what it is asked to change. */
final class RecordedApi implements ExporterApi {
  final AtomicInteger reloads = new AtomicInteger();
  final AtomicInteger forgotten = new AtomicInteger();

  private final BacktestRuns backtests = new BacktestRuns(HeldRunner::new, clock());

  /** Runs before each change: fails, or waits. */
  volatile Runnable before = () -> {};

  /** Time since the start, which does not pass by itself. */
  volatile Duration passed = Duration.ZERO;

  @Override
  public List<RunningDetector> detectors() {
    return List.of();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public CompletionStage<List<String>> reload() {
    before.run();
    reloads.incrementAndGet();
    return CompletableFuture.completedStage(List.of());
  }

  @Override
  public int forget(Map<String, String> labels, Visibility visibility) {
    before.run();
    return forgotten.incrementAndGet();
  }

  @Override
  public Optional<StoredModels> models(String detector) {
    return Optional.empty();
  }

  @Override
  public Optional<Trainings.Status> train(String detector) {
    return Optional.empty();
  }

  @Override
  public Optional<Rollback> rollback(String detector, @Nullable String version) {
    return Optional.empty();
  }

  @Override
  public Optional<Alertmanager> alertmanager() {
    return Optional.empty();
  }

  @Override
  public String configuration() {
    return "{}\n";
  }

  @Override
  public BacktestRuns backtests() {
    return backtests;
  }

  @Override
  public InstantSource clock() {
    return () -> Instant.EPOCH.plus(passed);
  }
}
