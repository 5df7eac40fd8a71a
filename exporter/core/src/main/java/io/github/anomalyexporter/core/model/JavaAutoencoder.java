package io.github.anomalyexporter.core.model;

/**
 * Reconstructs in plain Java, on any processor: one sample after another, in the calling thread. A
 * product of a sample and a kernel is summed input by input over adjacent outputs, so that the
 * compiler processes several outputs at a time.
 *
 * <p>The definition is the one of the trained network: missing inputs are 0, the mean innovation,
 * and the hyperbolic tangent is between the layers. Its sums and tangents are rounded otherwise
 * than those of the library that trained the weights. Owns no native memory.
 */
public final class JavaAutoencoder extends GuardedAutoencoder {
  private final Architecture architecture;
  private final float[][] kernels;
  private final float[][] biases;
  private final int widest;

  public JavaAutoencoder(Weights weights) {
    super(weights);
    architecture = weights.architecture();
    int layers = architecture.layers();
    kernels = new float[layers][];
    biases = new float[layers][];
    int most = architecture.inputs();
    for (int layer = 0; layer < layers; layer++) {
      kernels[layer] = weights.kernel(layer);
      biases[layer] = weights.bias(layer);
      most = Math.max(most, architecture.fanOut(layer));
    }
    widest = most;
  }

  @Override
  protected void reconstructFitting(float[] inputs, int[] stackRows, float[] reconstructed) {
    int width = architecture.inputs();
    int group = inputs.length / stackRows.length;
    float[] from = new float[widest];
    float[] to = new float[widest];
    for (int sample = 0; sample < inputs.length; sample += width) {
      for (int i = 0; i < width; i++) {
        from[i] = filled(inputs[sample + i]);
      }
      float[] outputs = outputs(stackRows[sample / group], from, to);
      System.arraycopy(outputs, 0, reconstructed, sample, width);
    }
  }

  @Override
  protected void release() {}

  /** Fills a missing input with the mean innovation, and limits any other. */
  private static float filled(float input) {
    return Float.isFinite(input)
        ? Math.max(-Architecture.LARGEST_INPUT, Math.min(Architecture.LARGEST_INPUT, input))
        : 0;
  }

  /** Passes one sample through the layers; both arrays are overwritten, one of them is returned. */
  private float[] outputs(int row, float[] first, float[] second) {
    float[] from = first;
    float[] to = second;
    int last = architecture.layers() - 1;
    for (int layer = 0; layer <= last; layer++) {
      int fanOut = architecture.fanOut(layer);
      sums(kernels[layer], biases[layer], row, from, architecture.fanIn(layer), to, fanOut);
      if (layer < last) {
        HyperbolicTangent.apply(to, fanOut);
      }
      float[] previous = from;
      from = to;
      to = previous;
    }
    return from;
  }

  private static void sums(
      float[] kernel, float[] bias, int row, float[] from, int fanIn, float[] to, int fanOut) {
    System.arraycopy(bias, row * fanOut, to, 0, fanOut);
    MatrixProduct.add(from, 0, fanIn, kernel, row * fanIn * fanOut, fanOut, to, 0);
  }
}
