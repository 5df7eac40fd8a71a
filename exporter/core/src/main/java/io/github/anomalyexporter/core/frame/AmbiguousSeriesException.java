package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;

/** A feature's expression gives more than one series for one instance. */
public final class AmbiguousSeriesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private AmbiguousSeriesException(String message) {
    super(message);
  }

  /** An expression has more than one series for one instance. */
  public static AmbiguousSeriesException severalSeries(String column, Labels instance) {
    return new AmbiguousSeriesException(
        "feature %s gives more than one series for the instance %s: aggregate its expression by ($identity), or add the label that tells them apart to identity_labels"
            .formatted(column, instance));
  }

  /** The expression of discovery has a series that could be of any instance. */
  public static AmbiguousSeriesException withoutIdentity(List<String> identityLabels) {
    return new AmbiguousSeriesException(
        "discovery gives a series that has none of the identity labels %s: aggregate its expression by ($identity), or set identity_labels to labels that it has"
            .formatted(String.join(", ", identityLabels)));
  }
}
