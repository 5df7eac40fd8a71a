package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.BitSet;
import java.util.List;

/**
 * The last window of a phase, and which of its cells are missing for lack of an answer.
 *
 * @param unanswered for each column the rows for which its expression had no answer
 */
record PhaseWindow(Frame frame, List<BitSet> unanswered) {
  PhaseWindow {
    unanswered = List.copyOf(unanswered);
  }

  /** No rows without an answer, for each column. */
  static List<BitSet> allAnswered(FeatureSet features) {
    return features.features().stream().map(feature -> new BitSet()).toList();
  }

  /** Its rows without an answer, in the rows of a later range. */
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
