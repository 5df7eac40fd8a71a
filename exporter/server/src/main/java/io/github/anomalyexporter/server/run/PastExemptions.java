package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;

/**
 * The windows of a history that are not to be learned from. Those of an instance are made when it
 * is asked about: a thousand instances may share a thousand windows, which are held once.
 */
@FunctionalInterface
public interface PastExemptions {
  /** No instance has any. */
  PastExemptions NONE = instance -> List.of();

  /** The windows of an instance, in no order; they may overlap and reach beyond the history. */
  List<Exemption> of(Labels instance);
}
