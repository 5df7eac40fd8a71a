package io.github.anomalyexporter.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of one row of an autoencoder stack: {@code inputs - hidden... - inputs}, with the
 * hyperbolic tangent between the layers.
 *
 * @param inputs width of the input and of the output
 * @param hidden widths of the layers between them, at least one
 */
public record Architecture(int inputs, List<Integer> hidden) {
  /**
   * Limit of the inputs, which are innovations of a few scales. Beyond it the sums of a layer could
   * overflow to a reconstruction of NaN, so that the strongest anomaly would have no error.
   */
  public static final float LARGEST_INPUT = 1e6f;

  public Architecture {
    hidden = List.copyOf(hidden);
    if (inputs < 1 || hidden.isEmpty() || hidden.stream().anyMatch(width -> width < 1)) {
      throw new IllegalArgumentException(
          "an autoencoder needs inputs and at least one hidden layer, each at least 1 wide: "
              + inputs
              + " "
              + hidden);
    }
  }

  /** Number of layers with weights: one more than hidden layers. */
  public int layers() {
    return hidden.size() + 1;
  }

  public int fanIn(int layer) {
    return layer == 0 ? inputs : hidden.get(layer - 1);
  }

  public int fanOut(int layer) {
    return layer == hidden.size() ? inputs : hidden.get(layer);
  }

  /** Number of kernel and bias weights of one row, which the weight budget limits. */
  public int weightsPerRow() {
    int weights = 0;
    for (int layer = 0; layer < layers(); layer++) {
      weights += (fanIn(layer) + 1) * fanOut(layer);
    }
    return weights;
  }

  /** The arrays of the weights in the order in which they are stored: kernel and bias by layer. */
  public List<WeightArray> arrays() {
    List<WeightArray> arrays = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      arrays.add(WeightArray.kernel(layer, fanIn(layer), fanOut(layer)));
      arrays.add(WeightArray.bias(layer, fanOut(layer)));
    }
    return arrays;
  }
}
