package io.github.anomalyexporter.core.baseline;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The nodes of an {@link IsolationTree} on their way to be one, in its order. */
final class IsolationTreeNodes {
  /** No sample is so large that its tree would be deeper. */
  private static final int DEEPEST = 30;

  private short[] split = new short[16];
  private float[] value = new float[16];
  private short[] upper = new short[16];
  private int count;

  /** Adds a node; those of its lower values come next. */
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

  /** Says that the nodes of a node's upper values come next. */
  void beginUpper(int node) {
    upper[node] = (short) count;
  }

  IsolationTree tree() {
    return new IsolationTree(
        Arrays.copyOf(split, count), Arrays.copyOf(value, count), Arrays.copyOf(upper, count));
  }

  /**
   * Reads what {@link IsolationTree#write} wrote.
   *
   * @throws java.nio.BufferUnderflowException where it ends too soon
   * @throws IllegalArgumentException where it is no tree of so many inputs
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
      throw new IllegalArgumentException("a tree of more nodes than any has");
    }
    int node = add((short) input, at);
    if (input != IsolationTree.LEAF) {
      read(numbers, inputs, depth + 1);
      beginUpper(node);
      read(numbers, inputs, depth + 1);
    }
  }
}
