package io.github.anomalyexporter.core.baseline;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Grows an {@link IsolationTree} from rows. For one tree. */
final class IsolationTreeGrowth {
  private final IsolationTreeNodes nodes = new IsolationTreeNodes();
  private final float[] rows;
  private final int inputs;
  private final SplittableRandom random;

  /**
   * @param rows {@code [.., inputs]} flat
   */
  IsolationTreeGrowth(float[] rows, int inputs, SplittableRandom random) {
    this.rows = rows;
    this.inputs = inputs;
    this.random = random;
  }

  /** Returns the tree of a sample of the rows. */
  IsolationTree tree(int[] sample) {
    grow(sample, IsolationTree.mostDepth(sample.length));
    return nodes.tree();
  }

  private void grow(int[] sample, int depth) {
    short input = depth == 0 || sample.length < 2 ? IsolationTree.LEAF : varyingInput(sample);
    if (input == IsolationTree.LEAF) {
      nodes.add(IsolationTree.LEAF, (float) IsolationTree.averageDepth(sample.length));
      return;
    }
    float low = least(sample, input);
    float at = (float) (low + random.nextDouble() * (greatest(sample, input) - low));
    int node = nodes.add(input, at);
    grow(rowsUpTo(sample, input, at), depth - 1);
    nodes.beginUpper(node);
    grow(rowsAbove(sample, input, at), depth - 1);
  }

  /** Draws an input that varies in a sample; {@link IsolationTree#LEAF} if none does. */
  private short varyingInput(int[] sample) {
    int[] order = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      order[i] = i;
    }
    for (int left = inputs; left > 0; left--) {
      int drawn = random.nextInt(left);
      int input = order[drawn];
      if (least(sample, input) < greatest(sample, input)) {
        return (short) input;
      }
      order[drawn] = order[left - 1];
    }
    return IsolationTree.LEAF;
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
}
