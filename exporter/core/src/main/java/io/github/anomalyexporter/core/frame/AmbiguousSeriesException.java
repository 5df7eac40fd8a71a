package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;

/** An expression returns a series that cannot be assigned to exactly one instance. */
public final class AmbiguousSeriesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private AmbiguousSeriesException(String message) {
    super(message);
  }

  /** Returns the exception for an expression with more than one series for an instance. */
  public static AmbiguousSeriesException severalSeries(String column, Labels instance) {
    return new AmbiguousSeriesException(
        "feature %s has more than one series for the instance %s: aggregate its expression by ($identity), or add the label in which they differ to identity_labels"
            .formatted(column, instance));
  }

  /** Returns the exception for a series of the discovery expression without any identity label. */
  public static AmbiguousSeriesException withoutIdentity(List<String> identityLabels) {
    return new AmbiguousSeriesException(
        "discovery returned a series without any of the identity labels %s: aggregate its expression by ($identity), or set identity_labels to labels of the series"
            .formatted(String.join(", ", identityLabels)));
  }
}
