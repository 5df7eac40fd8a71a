package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.BitSet;
import java.util.List;

/**
 * Last window of a phase, with the cells that are missing because of failed queries.
 *
 * @param unanswered for each column the rows without a response
 */
record PhaseWindow(Frame frame, List<BitSet> unanswered) {
  PhaseWindow {
    unanswered = List.copyOf(unanswered);
  }

  /** Returns an empty set of rows for each column. */
  static List<BitSet> allAnswered(FeatureSet features) {
    return features.features().stream().map(feature -> new BitSet()).toList();
  }

  /** Returns the rows without a response, as rows of a later range. */
  List<BitSet> unansweredIn(TimeRange range) {
    return unanswered.stream()
        .map(
            rows -> {
              BitSet moved = new BitSet();
              rows.stream()
                  .map(row -> range.pointAt(frame.range().at(row).toEpochMilli()))
                  .filter(row -> row >= 0)
                  .forEach(moved::set);
              return moved;
            })
        .toList();
  }
}
