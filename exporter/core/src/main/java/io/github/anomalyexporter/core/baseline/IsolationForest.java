package io.github.anomalyexporter.core.baseline;

import java.nio.BufferUnderflowException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Isolation Forest (Liu, Ting and Zhou, ICDM 2008) with the defaults of scikit-learn: 100 trees of
 * 256 rows each. The error is the anomaly score of the paper, 0 to 1. An input's share is its share
 * of the splits on the row's paths, in which splits of short paths have a larger weight.
 */
public final class IsolationForest implements RowModel {
  public static final RowModelKind KIND =
      new RowModelKind() {
        @Override
        public RowModel train(float[] rows, int inputs, long seed) {
          return IsolationForest.train(rows, inputs, seed);
        }

        @Override
        public RowModel of(float[] numbers, int inputs) {
          return read(numbers, inputs);
        }

        @Override
        public long mostBytes(int inputs) {
          return TREES * IsolationTree.mostBytes(SAMPLE);
        }
      };

  private static final int TREES = 100;
  private static final int SAMPLE = 256;

  private final int sampled;
  private final List<IsolationTree> trees;
  private final int inputs;
  private final double averageDepth;

  private IsolationForest(int sampled, List<IsolationTree> trees, int inputs) {
    this.sampled = sampled;
    this.trees = List.copyOf(trees);
    this.inputs = inputs;
    this.averageDepth = IsolationTree.averageDepth(sampled);
  }

  private static IsolationForest train(float[] rows, int inputs, long seed) {
    int count = rows.length / inputs;
    int sampled = Math.min(SAMPLE, count);
    SplittableRandom random = new SplittableRandom(seed);
    List<IsolationTree> trees = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      int[] sample = sample(count, sampled, random);
      trees.add(new IsolationTreeGrowth(rows, inputs, random.split()).tree(sample));
    }
    return new IsolationForest(sampled, trees, inputs);
  }

  /** Reads the sample size, then the trees. */
  private static IsolationForest read(float[] numbers, int inputs) {
    FloatBuffer left = FloatBuffer.wrap(numbers);
    try {
      int sampled = (int) left.get();
      List<IsolationTree> trees = new ArrayList<>();
      while (left.hasRemaining()) {
        trees.add(new IsolationTreeNodes().read(left, inputs));
      }
      if (trees.isEmpty() || sampled < 1) {
        throw new IllegalArgumentException("a forest without trees");
      }
      return new IsolationForest(sampled, trees, inputs);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("a forest that ends within a tree", e);
    }
  }

  @Override
  public float[] numbers() {
    FloatBuffer numbers =
        FloatBuffer.allocate(1 + trees.stream().mapToInt(IsolationTree::numbers).sum());
    numbers.put(sampled);
    trees.forEach(tree -> tree.write(numbers));
    return numbers.array();
  }

  /** A forest has no expected values. */
  @Override
  public void reconstruct(float[] row) {
    Arrays.fill(row, Float.NaN);
  }

  /** Draws rows without replacement (Fisher and Yates, as far as needed). */
  private static int[] sample(int count, int wanted, SplittableRandom random) {
    int[] all = new int[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    int[] sample = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      int other = i + random.nextInt(count - i);
      sample[i] = all[other];
      all[other] = all[i];
    }
    return sample;
  }

  @Override
  public double error(float[] rows, int offset, float[] shares, int sharesOffset) {
    Arrays.fill(shares, sharesOffset, sharesOffset + inputs, 0);
    double depths = 0;
    for (IsolationTree tree : trees) {
      depths += tree.depth(rows, offset, shares, sharesOffset);
    }
    double total = 0;
    for (int input = 0; input < inputs; input++) {
      total += shares[sharesOffset + input];
    }
    for (int input = 0; input < inputs && total > 0; input++) {
      shares[sharesOffset + input] /= (float) total;
    }
    return averageDepth == 0 ? 0 : Math.pow(2, -depths / trees.size() / averageDepth);
  }
}
