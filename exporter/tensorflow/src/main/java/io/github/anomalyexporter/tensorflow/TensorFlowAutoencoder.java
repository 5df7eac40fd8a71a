package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.GuardedAutoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.tensorflow.SavedModelBundle;

/** Reconstructs in TensorFlow. */
final class TensorFlowAutoencoder extends GuardedAutoencoder {
  /** Weights and cells of one run: 16 MB of floats. More groups are processed in several runs. */
  private static final int NUMBERS_OF_A_RUN = 1 << 22;

  private final int weightsPerRow;
  private final NativeSession session = new NativeSession();
  private final ScoringGraph graph;

  TensorFlowAutoencoder(Weights weights) {
    super(weights);
    this.weightsPerRow = weights.architecture().weightsPerRow();
    try {
      graph = new ScoringGraph(session, weights.architecture(), weights.rows());
      graph.assign(weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  protected void reconstructFitting(float[] inputs, int[] stackRows, float[] reconstructed) {
    int cells = inputs.length / stackRows.length;
    int part = Math.max(1, NUMBERS_OF_A_RUN / (weightsPerRow + cells));
    for (int from = 0; from < stackRows.length; from += part) {
      int count = Math.min(part, stackRows.length - from);
      graph.reconstruct(inputs, stackRows, from, count, reconstructed);
    }
  }

  /** Writes a SavedModel, with the weights as its variables and a signature to serve it. */
  void save(Path directory) throws IOException {
    this.<IOException>whileOpen(
        () ->
            SavedModelBundle.exporter(directory.toString())
                .withFunction(session.session().function(graph.signature()))
                .export());
  }

  @Override
  protected void release() {
    session.close();
  }
}
