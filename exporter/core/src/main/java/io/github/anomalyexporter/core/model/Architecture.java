package io.github.anomalyexporter.core.model;

import java.util.List;

/**
 * The layers of one row of an autoencoder stack: {@code inputs - hidden... - inputs}, with the
 * hyperbolic tangent between the layers.
 *
 * @param inputs width of the input and of the output
 * @param hidden widths of the layers between them, at least one
 */
public record Architecture(int inputs, List<Integer> hidden) {
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
}
