package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.model.TrainingOptions;
import java.time.Duration;
import java.util.List;

/**
 * Model settings of a detector.
 *
 * @param layers widths of the layers between input and output; empty without a network
 * @param training only the seed is relevant without a network
 */
public record ModelConfig(
    List<Integer> layers, TrainingOptions training, ThresholdConfig threshold) {

  /** Narrow in the middle, so that correlated metrics are encoded together. */
  public static final List<Integer> DEFAULT_LAYERS = List.of(32, 4, 32);

  /** Few, because little structure remains after the forecast, and more epochs fit its noise. */
  public static final int DEFAULT_EPOCHS = 10;

  /** Tolerates the noise of the validation loss. */
  public static final int DEFAULT_PATIENCE = 3;

  /** Large enough to average out noise in a training step. */
  public static final int DEFAULT_BATCH_SIZE = 512;

  /** Twice Adam's usual 0.001, suitable for networks of this size. */
  public static final double DEFAULT_LEARNING_RATE = 0.002;

  /** Limits the effect of one outlier in a batch. */
  public static final double DEFAULT_GRADIENT_CLIP = 1;

  /** Arbitrary; the model is determined by the seed. */
  public static final long DEFAULT_SEED = 1;

  /** 10,000 instances must fit in memory: at this size they take 480 MB. */
  public static final int MOST_WEIGHTS = 12_000;

  public ModelConfig {
    layers = List.copyOf(layers);
  }

  /** Returns this model for another step and seed. */
  ModelConfig with(Duration step, long seed) {
    return new ModelConfig(
        layers,
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
