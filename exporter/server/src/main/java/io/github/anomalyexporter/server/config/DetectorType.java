package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.baseline.BaselineOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;

/** Types of detectors. */
public enum DetectorType {
  /** Forecasts, and autoencoders of their residuals. */
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

  /** Returns the name in the configuration and in manifests. */
  public String key() {
    return key;
  }

  /** Returns whether it trains a network, in epochs. */
  public boolean hasNetwork() {
    return network;
  }

  /** Returns the default threshold options. */
  ThresholdOptions defaultThreshold() {
    return network ? ThresholdOptions.DEFAULT : BaselineOptions.DEFAULT_THRESHOLD;
  }
}
