package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sample store of a detector. It is opened when it is first used, so that a reload can replace
 * a detector by another one of the same file. Safe for use by several threads.
 */
final class OpenSamples implements Supplier<SampleStore>, AutoCloseable {
  /** A scoring run can be late by some runs, and samples by as much. */
  private static final Duration LATEST = Duration.ofHours(1);

  private final Path file;
  private final List<String> features;
  private final SampleLimits limits;
  private final InstantSource clock;
  private @Nullable SampleStore store;
  private boolean closed;

  OpenSamples(Config config, DetectorConfig detector, InstantSource clock) {
    Duration step = detector.timing().step();
    Duration window = step.multipliedBy(detector.training().rowsBefore() + 1L).plus(LATEST);
    this.file = config.storage().path().resolve(detector.name()).resolve("samples.mv");
    this.features = detector.features().features().stream().map(Feature::name).toList();
    this.limits =
        new SampleLimits(
            step,
            detector
                .history()
                .length()
                .plus(step.multipliedBy(detector.features().lagRows()))
                .plus(window),
            window,
            detector.source().maxInstances());
    this.clock = clock;
  }

  /**
   * Returns the store.
   *
   * @throws SampleStoreException if it cannot be opened, or belongs to a detector that a reload has
   *     replaced
   */
  @Override
  public synchronized SampleStore get() {
    if (closed) {
      throw new SampleStoreException(file, "the detector was replaced by a reload; try again");
    }
    if (store == null) {
      store = SampleStore.open(file, features, limits, clock);
    }
    return store;
  }

  /** Closes the file so that another can open it; the next use opens it again. */
  synchronized void release() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  /** Closes the file; it cannot be opened again. */
  @Override
  public synchronized void close() {
    closed = true;
    release();
  }
}
