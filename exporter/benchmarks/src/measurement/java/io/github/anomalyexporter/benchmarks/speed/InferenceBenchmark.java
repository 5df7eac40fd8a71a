package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Networks of the default layers and the inputs of the preset, each with weights of its own. */
public class InferenceBenchmark extends FleetBenchmark {
  private static final Architecture ARCHITECTURE = new Architecture(45, List.of(24, 8, 24));

  /** Samples of each network: one in a scoring run, many for a history. */
  @Param({"1", "60"})
  public int samples;

  /** The way to run them. */
  @Param({"JAVA", "TENSORFLOW"})
  public InferenceChoice inference = InferenceChoice.JAVA;

  private Autoencoder autoencoder;
  private float[] inputs;
  private float[] reconstructed;
  private int[] stackRows;

  /** Opens the networks. */
  @Setup
  public void open() {
    SplittableRandom random = new SplittableRandom(1);
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < ARCHITECTURE.layers(); layer++) {
      int out = ARCHITECTURE.fanOut(layer);
      kernels.add(normal(random, instances * ARCHITECTURE.fanIn(layer) * out));
      biases.add(normal(random, instances * out));
    }
    autoencoder = inference.open(new Weights(ARCHITECTURE, instances, kernels, biases));
    inputs = normal(random, instances * samples * ARCHITECTURE.inputs());
    reconstructed = new float[inputs.length];
    stackRows = IntStream.range(0, instances).toArray();
  }

  private static float[] normal(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (0.2 * random.nextGaussian());
    }
    return values;
  }

  /** Releases the memory of TensorFlow. */
  @TearDown
  public void close() {
    autoencoder.close();
  }

  /** Returns the reconstruction of all samples. */
  @Benchmark
  public float[] reconstruct() {
    autoencoder.reconstruct(inputs, stackRows, reconstructed);
    return reconstructed;
  }
}
