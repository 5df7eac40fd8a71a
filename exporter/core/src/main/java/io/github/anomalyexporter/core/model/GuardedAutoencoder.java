package io.github.anomalyexporter.core.model;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Checks the arguments of each call, and lets closing wait for the calls in progress. */
public abstract class GuardedAutoencoder implements Autoencoder {
  private final Weights weights;
  private final Lock use;
  private final Lock closing;
  private boolean closed;

  protected GuardedAutoencoder(Weights weights) {
    this.weights = weights;
    ReadWriteLock lock = new ReentrantReadWriteLock();
    use = lock.readLock();
    closing = lock.writeLock();
  }

  /** Something that is done while the autoencoder is open. */
  @FunctionalInterface
  protected interface Use<E extends Exception> {
    void run() throws E;
  }

  @Override
  public final void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
    whileOpen(
        () -> {
          requireFitting(inputs, stackRows, reconstructed);
          if (inputs.length > 0) {
            reconstructFitting(inputs, stackRows, reconstructed);
          }
        });
  }

  /** Reconstructs at least one sample; the arguments fit each other and the weights. */
  protected abstract void reconstructFitting(
      float[] inputs, int[] stackRows, float[] reconstructed);

  /** Releases what the autoencoder owns; called once. */
  protected abstract void release();

  /**
   * Runs something while the autoencoder cannot be closed.
   *
   * @throws IllegalStateException if it is closed
   */
  protected final <E extends Exception> void whileOpen(Use<E> action) throws E {
    use.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the autoencoder is closed");
      }
      action.run();
    } finally {
      use.unlock();
    }
  }

  @Override
  public final void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        release();
      }
    } finally {
      closing.unlock();
    }
  }

  private void requireFitting(float[] inputs, int[] stackRows, float[] reconstructed) {
    int width = weights.architecture().inputs();
    if (inputs.length % Math.max(1, stackRows.length * width) != 0
        || (stackRows.length == 0 && inputs.length > 0)) {
      throw new IllegalArgumentException(
          "%s values are not equal groups of samples of %s inputs for %s rows"
              .formatted(inputs.length, width, stackRows.length));
    }
    if (reconstructed.length != inputs.length) {
      throw new IllegalArgumentException(
          "%s values cannot be reconstructed into %s"
              .formatted(inputs.length, reconstructed.length));
    }
    for (int row : stackRows) {
      if (row < 0 || row >= weights.rows()) {
        throw new IllegalArgumentException(
            "there is no row %s in a stack of %s".formatted(row, weights.rows()));
      }
    }
  }
}
