package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.types.TString;

/**
 * The format of TensorFlow's SavedModel: {@code saved_model.pb} with the graph and a serving
 * signature ({@code inputs}, {@code stack_rows} to {@code reconstruction}), {@code variables/} with
 * the weights.
 *
 * <p>Only the weights are loaded, not the graph: reconstruction always uses the graph of this
 * version of the program.
 */
public final class TensorFlowFormat implements AutoencoderFormat {
  private static final String GRAPH_FILE = "saved_model.pb";

  @Override
  public Autoencoder open(Weights weights) {
    return new TensorFlowAutoencoder(weights);
  }

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

  @Override
  public Weights load(Path directory, Architecture architecture) throws IOException {
    if (!Files.isRegularFile(directory.resolve(GRAPH_FILE))) {
      throw new IOException("no SavedModel, there is no " + GRAPH_FILE + " in " + directory);
    }
    NativeLibrary.load();
    SavedModelBundle.Loader loader =
        SavedModelBundle.loader(directory.toString()).withConfigProto(NativeSession.CONFIG);
    try (SavedModelBundle bundle = loader.load()) {
      requireArchitecture(bundle.session(), architecture);
      return read(bundle.session(), new WeightTensors(architecture));
    } catch (RuntimeException e) {
      throw new IOException(
          "the SavedModel in %s is damaged or not one of %s: %s"
              .formatted(directory, architecture, e.getMessage()),
          e);
    }
  }

  private static void requireArchitecture(Session session, Architecture architecture) {
    try (Result result = session.runner().fetch(ScoringGraph.ARCHITECTURE).run()) {
      String found = ((TString) result.get(0)).getObject();
      if (!found.equals(architecture.toString())) {
        throw new IllegalArgumentException("it is one of " + found);
      }
    }
  }

  private static Weights read(Session session, WeightTensors tensors) {
    Session.Runner runner = session.runner();
    for (String name : tensors.names()) {
      runner.fetch(name + ScoringGraph.VALUE);
    }
    try (Result result = runner.run()) {
      List<Tensor> values = new ArrayList<>();
      for (int i = 0; i < result.size(); i++) {
        values.add(result.get(i));
      }
      return tensors.weights(values);
    }
  }
}
