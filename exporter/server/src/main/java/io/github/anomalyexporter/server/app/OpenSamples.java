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

  private OpenSamples(Path file, List<String> features, SampleLimits limits, InstantSource clock) {
    this.file = file;
    this.features = features;
    this.limits = limits;
    this.clock = clock;
  }

  /** The samples of a detector, in its directory of the storage. */
  static OpenSamples of(Config config, DetectorConfig detector, InstantSource clock) {
    Path directory = config.storage().path().resolve(detector.name());
    return of(directory.resolve("samples.mv"), detector, clock);
  }

  /** The samples of a detector in another file. */
  static OpenSamples of(Path file, DetectorConfig detector, InstantSource clock) {
    Duration step = detector.timing().step();
    Duration window = step.multipliedBy(detector.training().rowsBefore() + 1L).plus(LATEST);
    Duration history =
        detector.history().length().plus(step.multipliedBy(detector.features().lagRows()));
    return new OpenSamples(
        file,
        detector.features().features().stream().map(Feature::name).toList(),
        new SampleLimits(step, history.plus(window), window, detector.source().maxInstances()),
        clock);
  }

  /**
   * Copies the file for another process.
   *
   * @return the copy, which the caller removes
   */
  Path copy() {
    Path copy = file.resolveSibling("." + file.getFileName() + ".training");
    get().copyTo(copy);
    return copy;
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
