package io.github.anomalyexporter.server.run;

import java.util.List;

/** A training was refused because its history lacks a feature of the active model. */
public final class LostFeaturesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostFeaturesException(List<String> features) {
    super(
        ("no instance has %s in the history, but the active model was trained with it; keeping the active model."
                + " If that is intended, train once with: anomaly-exporter train"
                + " --allow-missing-features, or name it in exclude_features")
            .formatted(String.join(", ", features)));
  }
}
