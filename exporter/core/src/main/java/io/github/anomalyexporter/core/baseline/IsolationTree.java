package io.github.anomalyexporter.core.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A tree that parts a sample at random values of random inputs until each row is alone, or deep
 * enough (Liu, Ting and Zhou, "Isolation Forest", ICDM 2008). Its nodes lie in arrays, the children
 * of a node one right after the other.
 */
final class IsolationTree {
  private static final double EULER = 0.5772156649015329;

  private static final int LEAF = -1;

  private int[] split = new int[16];
  private float[] value = new float[16];
  private int[] child = new int[16];
  private double[] restDepth = new double[16];
  private int nodes;

  private final float[] rows;
  private final int inputs;
  private final SplittableRandom random;

  /**
   * @param rows {@code [.., inputs]} flat
   * @param sample which of them to part
   */
  IsolationTree(float[] rows, int inputs, int[] sample, SplittableRandom random) {
    this.rows = rows;
    this.inputs = inputs;
    this.random = random;
    int depth = (int) Math.ceil(Math.log(Math.max(2, sample.length)) / Math.log(2));
    grow(newNode(), sample, depth);
  }

  /** Average depth at which a search in a tree of so many rows ends (equation 1 of the paper). */
  static double averageDepth(int rows) {
    if (rows <= 1) {
      return 0;
    }
    return rows == 2 ? 1 : 2 * (Math.log(rows - 1.0) + EULER) - 2.0 * (rows - 1) / rows;
  }

  private int newNode() {
    if (nodes == split.length) {
      split = Arrays.copyOf(split, 2 * nodes);
      value = Arrays.copyOf(value, 2 * nodes);
      child = Arrays.copyOf(child, 2 * nodes);
      restDepth = Arrays.copyOf(restDepth, 2 * nodes);
    }
    split[nodes] = LEAF;
    return nodes++;
  }

  private void grow(int node, int[] sample, int depth) {
    int input = depth == 0 || sample.length < 2 ? LEAF : varyingInput(sample);
    if (input == LEAF) {
      restDepth[node] = averageDepth(sample.length);
      return;
    }
    float low = least(sample, input);
    float at = (float) (low + random.nextDouble() * (greatest(sample, input) - low));
    int first = newNode();
    newNode();
    split[node] = input;
    value[node] = at;
    child[node] = first;
    grow(first, rowsUpTo(sample, input, at), depth - 1);
    grow(first + 1, rowsAbove(sample, input, at), depth - 1);
  }

  /** An input drawn among those that are not the same in all rows of a sample, if there are any. */
  private int varyingInput(int[] sample) {
    int[] order = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      order[i] = i;
    }
    for (int left = inputs; left > 0; left--) {
      int drawn = random.nextInt(left);
      int input = order[drawn];
      if (least(sample, input) < greatest(sample, input)) {
        return input;
      }
      order[drawn] = order[left - 1];
    }
    return LEAF;
  }

  private float least(int[] sample, int input) {
    float least = Float.POSITIVE_INFINITY;
    for (int row : sample) {
      least = Math.min(least, rows[row * inputs + input]);
    }
    return least;
  }

  private float greatest(int[] sample, int input) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int row : sample) {
      greatest = Math.max(greatest, rows[row * inputs + input]);
    }
    return greatest;
  }

  private int[] rowsUpTo(int[] sample, int input, float at) {
    return Arrays.stream(sample).filter(row -> rows[row * inputs + input] <= at).toArray();
  }

  private int[] rowsAbove(int[] sample, int input, float at) {
    return Arrays.stream(sample).filter(row -> rows[row * inputs + input] > at).toArray();
  }

  /**
   * The depth at which a row ends, and what led there.
   *
   * @param others holds the row from {@code offset} on
   * @param splits counts the splits by each input from {@code splitsOffset} on, each as much as the
   *     whole path is short
   */
  double depth(float[] others, int offset, float[] splits, int splitsOffset) {
    int node = 0;
    int depth = 0;
    while (split[node] != LEAF) {
      node = child[node] + (others[offset + split[node]] <= value[node] ? 0 : 1);
      depth++;
    }
    double whole = depth + restDepth[node];
    for (int at = 0; split[at] != LEAF; ) {
      splits[splitsOffset + split[at]] += (float) (1 / (whole * depth));
      at = child[at] + (others[offset + split[at]] <= value[at] ? 0 : 1);
    }
    return whole;
  }
}
