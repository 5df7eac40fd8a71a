package io.github.anomalyexporter.core.model;

/**
 * The options of the training of an autoencoder.
 *
 * @param epochs maximum number of passes over the training rows
 * @param patience number of epochs without improvement after which the training of a row of the
 *     stack ends; training ends with its last row
 * @param batchSize training rows of each instance in one step
 * @param learningRate of Adam (Kingma and Ba, ICLR 2015)
 * @param gradientClip upper bound on the gradient norm of one row of the stack
 * @param seed of the initial weights and of the shuffling; the same seed gives the same model
 */
public record TrainingOptions(
    int epochs, int patience, int batchSize, double learningRate, double gradientClip, long seed) {
  public TrainingOptions {
    requirePositive("epochs", epochs);
    requirePositive("patience", patience);
    requirePositive("batch size", batchSize);
    requirePositive("learning rate", learningRate);
    requirePositive("gradient clip", gradientClip);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " must be a number above 0: " + value);
    }
  }
}
