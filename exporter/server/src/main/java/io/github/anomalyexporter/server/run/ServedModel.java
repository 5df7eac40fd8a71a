package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.server.store.Manifest;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The model that serves now. A new one takes its place between two scoring runs; the old one is
 * closed when no run needs it any more. Owns the detector in it. Safe for use by several threads.
 */
public final class ServedModel implements AutoCloseable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final FeatureSet features;
  private @Nullable Detector detector;
  private @Nullable Manifest manifest;

  public ServedModel(FeatureSet features) {
    this.features = features;
  }

  /** Scores a window by the model that serves now; without one, says so of every instance. */
  public Scores score(Frame window) {
    lock.readLock().lock();
    try {
      return detector == null ? Scores.withoutModel(features, window) : detector.score(window);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Takes over a detector and closes the one before it. */
  public void serve(Detector next, Manifest nextManifest) {
    Detector previous;
    lock.writeLock().lock();
    try {
      previous = detector;
      detector = next;
      manifest = nextManifest;
    } finally {
      lock.writeLock().unlock();
    }
    if (previous != null) {
      previous.close();
    }
  }

  public Optional<Manifest> manifest() {
    lock.readLock().lock();
    try {
      return Optional.ofNullable(manifest);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The trained detector that serves now; null before the first one. */
  public @Nullable TrainedDetector trained() {
    lock.readLock().lock();
    try {
      return detector == null ? null : detector.trained();
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (detector != null) {
        detector.close();
        detector = null;
        manifest = null;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
