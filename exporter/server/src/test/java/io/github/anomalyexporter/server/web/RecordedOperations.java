package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.run.RunningDetector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An exporter without detectors, which counts what it is asked to change. */
final class RecordedOperations implements Operations {
  final AtomicInteger reloads = new AtomicInteger();
  final AtomicInteger forgotten = new AtomicInteger();

  /** What a change fails with; null where it succeeds. */
  final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  private void fail() {
    RuntimeException thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  @Override
  public List<RunningDetector> detectors() {
    return List.of();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public List<String> reload() {
    fail();
    reloads.incrementAndGet();
    return List.of();
  }

  @Override
  public int forget(Map<String, String> labels) {
    fail();
    return forgotten.incrementAndGet();
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Instant.EPOCH);
  }
}
