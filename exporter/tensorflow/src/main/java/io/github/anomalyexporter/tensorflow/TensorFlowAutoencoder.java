package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.tensorflow.SavedModelBundle;

/** Reconstructs in TensorFlow. Infinite inputs count as missing. */
final class TensorFlowAutoencoder implements Autoencoder {
  /** Weights and cells of one run: 16 MB of floats. More groups are processed in several runs. */
  private static final int NUMBERS_OF_A_RUN = 1 << 22;

  private final Weights weights;
  private final NativeSession session = new NativeSession();
  private final ScoringGraph graph;
  private final Lock use;
  private final Lock closing;
  private boolean closed;

  TensorFlowAutoencoder(Weights weights) {
    this.weights = weights;
    ReadWriteLock lock = new ReentrantReadWriteLock();
    use = lock.readLock();
    closing = lock.writeLock();
    try {
      graph = new ScoringGraph(session, weights.architecture(), weights.rows());
      graph.assign(weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
    use.lock();
    try {
      requireOpen();
      requireFitting(inputs, stackRows);
      int cells = stackRows.length == 0 ? 0 : inputs.length / stackRows.length;
      int part = Math.max(1, NUMBERS_OF_A_RUN / (weights.architecture().weightsPerRow() + cells));
      for (int from = 0; from < stackRows.length; from += part) {
        int count = Math.min(part, stackRows.length - from);
        graph.reconstruct(inputs, stackRows, from, count, reconstructed);
      }
    } finally {
      use.unlock();
    }
  }

  /** Writes a SavedModel, with the weights as its variables and a signature to serve it. */
  void save(Path directory) throws IOException {
    use.lock();
    try {
      requireOpen();
      SavedModelBundle.exporter(directory.toString())
          .withFunction(session.session().function(graph.signature()))
          .export();
    } finally {
      use.unlock();
    }
  }

  @Override
  public void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
      }
    } finally {
      closing.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the autoencoder is closed");
    }
  }

  private void requireFitting(float[] inputs, int[] stackRows) {
    int width = weights.architecture().inputs();
    if (inputs.length % Math.max(1, stackRows.length * width) != 0
        || (stackRows.length == 0 && inputs.length > 0)) {
      throw new IllegalArgumentException(
          "%s values are not equal groups of samples of %s inputs for %s rows"
              .formatted(inputs.length, width, stackRows.length));
    }
    for (int row : stackRows) {
      if (row < 0 || row >= weights.rows()) {
        throw new IllegalArgumentException(
            "there is no row %s in a stack of %s".formatted(row, weights.rows()));
      }
    }
  }
}
