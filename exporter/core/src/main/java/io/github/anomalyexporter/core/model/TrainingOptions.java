package io.github.anomalyexporter.core.model;

/**
 * How an autoencoder is trained.
 *
 * @param epochs at most so many passes over the training rows
 * @param patience a row of the stack that has not improved for so many epochs has had its best one;
 *     training ends when that holds for all rows
 * @param batchSize training rows of each instance in one step
 * @param learningRate of Adam (Kingma and Ba, ICLR 2015)
 * @param gradientClip upper bound on the gradient norm of one row of the stack
 * @param seed of the initial weights and of the shuffling; one seed, one model
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
