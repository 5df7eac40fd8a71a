package io.github.anomalyexporter.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The weights of a stack of autoencoders of one architecture, one row for each: row 0 is the
 * fleet's model, the other rows belong to instances. Plain arrays, so that rows can be selected and
 * combined without TensorFlow. Immutable by convention: the arrays are not copied and must not be
 * changed afterwards.
 */
public final class Weights {
  private final Architecture architecture;
  private final int rows;
  private final List<float[]> kernels;
  private final List<float[]> biases;

  /**
   * @param kernels by layer, {@code [rows, fanIn, fanOut]} flat
   * @param biases by layer, {@code [rows, fanOut]} flat
   */
  public Weights(Architecture architecture, int rows, List<float[]> kernels, List<float[]> biases) {
    this.architecture = architecture;
    this.rows = rows;
    this.kernels = List.copyOf(kernels);
    this.biases = List.copyOf(biases);
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int out = architecture.fanOut(layer);
      requireLength("kernel", kernels.get(layer).length, architecture.fanIn(layer) * out);
      requireLength("bias", biases.get(layer).length, out);
    }
  }

  /**
   * Returns weights of arrays in the order of {@link Architecture#arrays}.
   *
   * @throws IllegalArgumentException if an array does not have the length of its rows
   */
  public static Weights of(Architecture architecture, int rows, List<float[]> arrays) {
    List<float[]> kernels = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      kernels.add(arrays.get(2 * layer));
      biases.add(arrays.get(2 * layer + 1));
    }
    return new Weights(architecture, rows, kernels, biases);
  }

  private void requireLength(String what, int length, int perRow) {
    if (length != rows * perRow) {
      throw new IllegalArgumentException(
          what + " has " + length + " values, expected " + rows + " x " + perRow);
    }
  }

  public Architecture architecture() {
    return architecture;
  }

  public int rows() {
    return rows;
  }

  /** {@code [rows, fanIn, fanOut]} flat. */
  public float[] kernel(int layer) {
    return kernels.get(layer);
  }

  /** {@code [rows, fanOut]} flat. */
  public float[] bias(int layer) {
    return biases.get(layer);
  }

  /** The kernels and biases in the order of {@link Architecture#arrays}. */
  public List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      arrays.add(kernel(layer));
      arrays.add(bias(layer));
    }
    return arrays;
  }

  /** Whether every weight of a row is finite. */
  public boolean isFinite(int row) {
    for (int layer = 0; layer < architecture.layers(); layer++) {
      if (!finite(kernels.get(layer), row) || !finite(biases.get(layer), row)) {
        return false;
      }
    }
    return true;
  }

  private boolean finite(float[] values, int row) {
    int perRow = values.length / rows;
    for (int i = row * perRow; i < (row + 1) * perRow; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** Returns a new stack of the given rows of this one, in the given order. */
  public Weights select(int... chosen) {
    return new Weights(
        architecture,
        chosen.length,
        kernels.stream().map(values -> select(values, chosen)).toList(),
        biases.stream().map(values -> select(values, chosen)).toList());
  }

  private float[] select(float[] values, int[] chosen) {
    int perRow = values.length / rows;
    float[] selected = new float[chosen.length * perRow];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * perRow, selected, i * perRow, perRow);
    }
    return selected;
  }

  /** Returns a new stack of the rows of this one followed by those of another one. */
  public Weights append(Weights other) {
    if (!architecture.equals(other.architecture)) {
      throw new IllegalArgumentException(architecture + " is not " + other.architecture);
    }
    List<float[]> joinedKernels = new ArrayList<>();
    List<float[]> joinedBiases = new ArrayList<>();
    for (int layer = 0; layer < architecture.layers(); layer++) {
      joinedKernels.add(join(kernels.get(layer), other.kernels.get(layer)));
      joinedBiases.add(join(biases.get(layer), other.biases.get(layer)));
    }
    return new Weights(architecture, rows + other.rows, joinedKernels, joinedBiases);
  }

  private static float[] join(float[] first, float[] second) {
    float[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
