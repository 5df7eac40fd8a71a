package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.baseline.BaselineOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;

/** The kinds of detector that there are. */
public enum DetectorType {
  /** Forecasts, and autoencoders of what those did not know. */
  AUTOENCODER("autoencoder", true),
  /** Principal components. */
  PCA("pca", false),
  /** Isolation Forest. */
  ISOLATION_FOREST("isolation-forest", false);

  private final String key;
  private final boolean network;

  DetectorType(String key, boolean network) {
    this.key = key;
    this.network = network;
  }

  /** As the configuration and the manifest of a model name it. */
  public String key() {
    return key;
  }

  /** Whether it trains a network, in epochs. */
  public boolean hasNetwork() {
    return network;
  }

  /** What holds where nothing is configured. */
  ThresholdOptions defaultThreshold() {
    return network ? ThresholdOptions.DEFAULT : BaselineOptions.DEFAULT_THRESHOLD;
  }
}
