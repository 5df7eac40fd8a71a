package io.github.anomalyexporter.core.model;

/**
 * One array of the weights of a stack, as stored models have it: kernel or bias of a layer, {@code
 * [rows, fanIn, fanOut]}.
 *
 * @param name of the array in stored models
 * @param fanIn 1 for a bias
 */
public record WeightArray(String name, int fanIn, int fanOut) {
  private static final String KERNEL = "kernel_";
  private static final String BIAS = "bias_";

  static WeightArray kernel(int layer, int fanIn, int fanOut) {
    return new WeightArray(KERNEL + layer, fanIn, fanOut);
  }

  static WeightArray bias(int layer, int fanOut) {
    return new WeightArray(BIAS + layer, 1, fanOut);
  }

  /** Returns whether an array of this name has weights of a layer, of whatever architecture. */
  public static boolean isWeights(String name) {
    return name.startsWith(KERNEL) || name.startsWith(BIAS);
  }

  /** Number of weights of one row. */
  public int perRow() {
    return fanIn * fanOut;
  }
}
