package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import java.util.SplittableRandom;

/**
 * Draws the initial weights of a training: kernels uniform after Glorot and Bengio (AISTATS 2010),
 * biases 0. The last kernel is 0, too: the initial reconstruction is 0, so that a row with little
 * data stays near the forecast alone.
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
   * @param parameters zeros, written to, with the layout of {@link ParameterLayout}
   * @param offset start of the row
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
