package io.github.anomalyexporter.server.run;

import java.util.List;

/** A training was refused, since its history has none of a feature that the model knows. */
public final class LostFeaturesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostFeaturesException(List<String> features) {
    super(
        ("no instance has %s in the history, and the model knows it; the model stays in use."
                + " If that is intended, train once by: anomaly-exporter train"
                + " --allow-missing-features, or name it in exclude_features")
            .formatted(String.join(", ", features)));
  }
}
