package io.github.anomalyexporter.core.baseline;

import java.nio.FloatBuffer;

/**
 * A tree that parts a sample at random values of random inputs until each row is alone, or deep
 * enough (Liu, Ting and Zhou, "Isolation Forest", ICDM 2008). Its nodes lie in arrays, each before
 * those below it, the lower values first.
 */
final class IsolationTree {
  private static final double EULER = 0.5772156649015329;

  /** In the place of the input that a node parts by. */
  static final short LEAF = -1;

  private static final int BYTES_OF_NODE = 2 * Short.BYTES + Float.BYTES;

  /** Which input a node parts by. */
  private final short[] split;

  /** The greatest of the lower values; of a leaf, how much deeper its rows would have gone. */
  private final float[] value;

  /** The node of the upper values; that of the lower ones is the next. */
  private final short[] upper;

  IsolationTree(short[] split, float[] value, short[] upper) {
    this.split = split;
    this.value = value;
    this.upper = upper;
  }

  /** Average depth at which a search in a tree of so many rows ends (equation 1 of the paper). */
  static double averageDepth(int rows) {
    if (rows <= 1) {
      return 0;
    }
    return rows == 2 ? 1 : 2 * (Math.log(rows - 1.0) + EULER) - 2.0 * (rows - 1) / rows;
  }

  /** How deep the tree of a sample goes: where a search in it ends on average, rounded up. */
  static int mostDepth(int sampled) {
    return (int) Math.ceil(Math.log(Math.max(2, sampled)) / Math.log(2));
  }

  static long mostBytes(int sampled) {
    return (2L << mostDepth(sampled)) * BYTES_OF_NODE;
  }

  /**
   * The depth at which a row ends, and what led there.
   *
   * @param rows holds the row from {@code offset} on
   * @param splits counts the splits by each input from {@code splitsOffset} on, each as much as the
   *     whole path is short
   */
  double depth(float[] rows, int offset, float[] splits, int splitsOffset) {
    int node = 0;
    int depth = 0;
    while (split[node] != LEAF) {
      node = next(node, rows, offset);
      depth++;
    }
    double whole = depth + value[node];
    for (int at = 0; split[at] != LEAF; at = next(at, rows, offset)) {
      splits[splitsOffset + split[at]] += (float) (1 / (whole * depth));
    }
    return whole;
  }

  private int next(int node, float[] rows, int offset) {
    return rows[offset + split[node]] <= value[node] ? node + 1 : upper[node];
  }

  /** How many numbers {@link #write} writes. */
  int numbers() {
    return 2 * split.length;
  }

  /** Writes of each node what it parts by and its value. */
  void write(FloatBuffer numbers) {
    for (int node = 0; node < split.length; node++) {
      numbers.put(split[node]).put(value[node]);
    }
  }
}
