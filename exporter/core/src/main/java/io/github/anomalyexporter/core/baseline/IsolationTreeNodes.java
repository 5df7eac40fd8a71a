package io.github.anomalyexporter.core.baseline;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Collects the nodes of an {@link IsolationTree}, in preorder. */
final class IsolationTreeNodes {
  /** Maximum depth of the tree of any sample. */
  private static final int DEEPEST = 30;

  private short[] split = new short[16];
  private float[] value = new float[16];
  private short[] upper = new short[16];
  private int count;

  /** Adds a node; the nodes of its lower values are added next. */
  int add(short input, float at) {
    if (count == split.length) {
      split = Arrays.copyOf(split, 2 * count);
      value = Arrays.copyOf(value, 2 * count);
      upper = Arrays.copyOf(upper, 2 * count);
    }
    split[count] = input;
    value[count] = at;
    return count++;
  }

  /** Marks that the nodes of a node's upper values are added next. */
  void beginUpper(int node) {
    upper[node] = (short) count;
  }

  IsolationTree tree() {
    return new IsolationTree(
        Arrays.copyOf(split, count), Arrays.copyOf(value, count), Arrays.copyOf(upper, count));
  }

  /**
   * Reads a tree that {@link IsolationTree#write} wrote.
   *
   * @throws java.nio.BufferUnderflowException if the numbers end within the tree
   * @throws IllegalArgumentException if the numbers are not a tree of this number of inputs
   */
  IsolationTree read(FloatBuffer numbers, int inputs) {
    read(numbers, inputs, 0);
    return tree();
  }

  private void read(FloatBuffer numbers, int inputs, int depth) {
    float input = numbers.get();
    float at = numbers.get();
    if (!(input >= IsolationTree.LEAF && input < inputs) || input % 1 != 0 || !Float.isFinite(at)) {
      throw new IllegalArgumentException(
          "a node at %s of input %s of %s".formatted(at, input, inputs));
    }
    if (depth > DEEPEST || count > Short.MAX_VALUE) {
      throw new IllegalArgumentException("a tree with too many nodes");
    }
    int node = add((short) input, at);
    if (input != IsolationTree.LEAF) {
      read(numbers, inputs, depth + 1);
      beginUpper(node);
      read(numbers, inputs, depth + 1);
    }
  }
}
