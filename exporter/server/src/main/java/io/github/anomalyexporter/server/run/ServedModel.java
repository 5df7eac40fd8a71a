package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.server.store.Manifest;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The active model. A new model replaces it between two scoring runs; the old model is closed when
 * no run uses it any more. Owns the detector. Safe for use by several threads.
 */
public final class ServedModel implements AutoCloseable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final FeatureSet features;
  private @Nullable Detector detector;
  private @Nullable Scorer scorer;
  private @Nullable Manifest manifest;

  public ServedModel(FeatureSet features) {
    this.features = features;
  }

  /** Scores a window with the active model; without a model every instance is {@code no_model}. */
  public Scores score(Frame window) {
    lock.readLock().lock();
    try {
      return detector == null ? Scores.withoutModel(features, window) : detector.score(window);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Scores the newest rows, as {@link #score} scores the whole window. For the thread of the
   * scoring runs.
   */
  Scores scoreNewest(RecentRows window) {
    lock.readLock().lock();
    try {
      return scorer == null ? Scores.withoutModel(features, window) : scorer.score(window);
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Scored rows of one instance.
   *
   * @param model version of the model
   */
  public record ScoredRows(String model, Scores scores) {}

  /**
   * Scores all rows of one instance with the active model, see {@link Detector#scoreRows}; empty
   * without a model.
   */
  public Optional<ScoredRows> scoreRows(Frame frame, int instance) {
    lock.readLock().lock();
    try {
      return detector == null || manifest == null
          ? Optional.empty()
          : Optional.of(new ScoredRows(manifest.version(), detector.scoreRows(frame, instance)));
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Activates a detector, takes ownership of it, and closes the previous detector. */
  public void serve(Detector next, Manifest nextManifest) {
    Detector previous;
    lock.writeLock().lock();
    try {
      previous = detector;
      detector = next;
      scorer = next.scorer();
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

  /** Returns the active trained detector; null before the first training. */
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
        scorer = null;
        manifest = null;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
