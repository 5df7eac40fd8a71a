package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.model.TrainingOptions;
import java.time.Duration;
import java.util.List;

/**
 * The model of a detector.
 *
 * @param hidden widths of the layers between input and output; none where it has no network
 * @param training without a network its seed alone means something
 */
public record ModelConfig(
    List<Integer> hidden, TrainingOptions training, ThresholdConfig threshold) {

  /** Narrow enough in the middle that metrics which belong together are learned together. */
  public static final List<Integer> DEFAULT_LAYERS = List.of(32, 4, 32);

  /** Few: the forecast leaves little to learn, and more of them learn its noise. */
  public static final int DEFAULT_EPOCHS = 10;

  /** Rides out the noise of the validation loss. */
  public static final int DEFAULT_PATIENCE = 3;

  /** Large enough that noise averages out in a step. */
  public static final int DEFAULT_BATCH_SIZE = 512;

  /** Twice Adam's usual 0.001, which suits nets as small as these. */
  public static final double DEFAULT_LEARNING_RATE = 0.002;

  /** Caps the step that one outlier in a batch can cause. */
  public static final double DEFAULT_GRADIENT_CLIP = 1;

  /** Any number; one seed, one model. */
  public static final long DEFAULT_SEED = 1;

  /** 10,000 instances must fit in memory: at this size they take 480 MB. */
  public static final int MOST_WEIGHTS = 12_000;

  public ModelConfig {
    hidden = List.copyOf(hidden);
  }

  /** The same model of rows a step apart, drawn from a seed. */
  ModelConfig with(Duration step, long seed) {
    return new ModelConfig(
        hidden,
        new TrainingOptions(
            training.epochs(),
            training.patience(),
            training.batchSize(),
            training.learningRate(),
            training.gradientClip(),
            seed),
        threshold.with(step));
  }
}
