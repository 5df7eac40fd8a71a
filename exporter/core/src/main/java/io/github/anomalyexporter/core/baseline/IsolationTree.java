package io.github.anomalyexporter.core.baseline;

import java.nio.FloatBuffer;

/**
 * A tree that splits a sample at random values of random inputs until each row is isolated or the
 * maximum depth is reached (Liu, Ting and Zhou, "Isolation Forest", ICDM 2008). The nodes are
 * stored in arrays in preorder, with the lower values first.
 */
final class IsolationTree {
  private static final double EULER = 0.5772156649015329;

  /** Marks a leaf in {@link #split}. */
  static final short LEAF = -1;

  private static final int BYTES_OF_NODE = 2 * Short.BYTES + Float.BYTES;

  /** The input that a node splits by. */
  private final short[] split;

  /** The greatest of the lower values; for a leaf, the average further depth of its rows. */
  private final float[] value;

  /** The node of the upper values; the node of the lower values is the next one. */
  private final short[] upper;

  IsolationTree(short[] split, float[] value, short[] upper) {
    this.split = split;
    this.value = value;
    this.upper = upper;
  }

  /** Average depth at which a search in a tree of a sample ends (equation 1 of the paper). */
  static double averageDepth(int rows) {
    if (rows <= 1) {
      return 0;
    }
    return rows == 2 ? 1 : 2 * (Math.log(rows - 1.0) + EULER) - 2.0 * (rows - 1) / rows;
  }

  /** Maximum depth of the tree of a sample: the average depth of a search, rounded up. */
  static int mostDepth(int sampled) {
    return (int) Math.ceil(Math.log(Math.max(2, sampled)) / Math.log(2));
  }

  static long mostBytes(int sampled) {
    return (2L << mostDepth(sampled)) * BYTES_OF_NODE;
  }

  /**
   * Returns the depth at which a row ends, and counts the splits on its path.
   *
   * @param rows contains the row from {@code offset} on
   * @param splits counts the splits by each input from {@code splitsOffset} on, with a larger
   *     weight on a short path
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

  /** The number of values that {@link #write} writes. */
  int numbers() {
    return 2 * split.length;
  }

  /** Writes the split input and the value of each node. */
  void write(FloatBuffer numbers) {
    for (int node = 0; node < split.length; node++) {
      numbers.put(split[node]).put(value[node]);
    }
  }
}
