package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;

/**
 * Time ranges of a history that are excluded from training. The list of an instance is created on
 * request: a thousand instances may share a thousand ranges, which are stored once.
 */
@FunctionalInterface
public interface PastExemptions {
  /** No exemptions for any instance. */
  PastExemptions NONE = instance -> List.of();

  /**
   * Returns the exemptions of an instance in no particular order; they may overlap and extend
   * beyond the history.
   */
  List<Exemption> of(Labels instance);
}
