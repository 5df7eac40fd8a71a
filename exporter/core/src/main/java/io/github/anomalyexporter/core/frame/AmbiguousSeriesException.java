package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;

/** A feature's expression gives more than one series for one instance. */
public final class AmbiguousSeriesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AmbiguousSeriesException(String column, Labels instance) {
    super(
        "feature %s gives more than one series for the instance %s: aggregate its expression by ($identity), or add the label that tells them apart to identity_labels"
            .formatted(column, instance));
  }
}
