package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The format of TensorFlow's SavedModel: {@code saved_model.pb} with the graph and a serving
 * signature ({@code inputs}, {@code stack_rows} to {@code reconstruction}), {@code variables/} with
 * the weights. It is read without TensorFlow, the weights alone: reconstruction always uses the
 * graph of this version of the program.
 */
public final class TensorFlowFormat implements AutoencoderFormat {
  @Override
  public void save(Weights weights, Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("cannot write a SavedModel, no such directory: " + directory);
    }
    try (TensorFlowAutoencoder autoencoder = new TensorFlowAutoencoder(weights)) {
      autoencoder.save(directory);
    } catch (RuntimeException e) {
      throw new IOException("cannot write a SavedModel to " + directory + ": " + e, e);
    }
  }
}
