package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import java.util.SplittableRandom;

/**
 * Draws the weights that training begins with: kernels uniform after Glorot and Bengio (AISTATS
 * 2010), biases 0. The last kernel is 0, too: the network begins by explaining nothing, so that a
 * row with little to learn from stays near the forecast alone.
 */
final class InitialWeights {
  private final Architecture architecture;
  private final SplittableRandom random;

  InitialWeights(Architecture architecture, SplittableRandom random) {
    this.architecture = architecture;
    this.random = random;
  }

  /**
   * Draws one row of the stack.
   *
   * @param parameters zeros, to write to, laid out as in {@link ParameterLayout}
   * @param offset where the row begins
   */
  void draw(float[] parameters, int offset) {
    int position = offset;
    for (int layer = 0; layer < architecture.hidden().size(); layer++) {
      int fanIn = architecture.fanIn(layer);
      int fanOut = architecture.fanOut(layer);
      double limit = Math.sqrt(6.0 / (fanIn + fanOut));
      for (int i = 0; i < fanIn * fanOut; i++) {
        parameters[position + i] = (float) (limit * (2 * random.nextDouble() - 1));
      }
      position += (fanIn + 1) * fanOut;
    }
  }
}
