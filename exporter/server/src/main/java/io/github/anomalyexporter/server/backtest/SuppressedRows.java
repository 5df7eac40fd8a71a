package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.run.Exemption;
import io.github.anomalyexporter.server.run.ExemptionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows at which a silence or the calendar wants no alert. */
final class SuppressedRows {
  private SuppressedRows() {}

  static Map<Labels, BitSet> of(List<Exemption> exemptions, TimeRange range) {
    Map<Labels, BitSet> suppressed = new HashMap<>();
    for (Exemption each : exemptions) {
      if (each.reason() != ExemptionReason.ALERT) {
        int from = firstRow(range, each.start());
        int to = firstRow(range, each.end());
        suppressed.computeIfAbsent(each.instance(), key -> new BitSet()).set(from, to);
      }
    }
    return suppressed;
  }

  /** The first row that is not before a time; the number of rows where all are. */
  private static int firstRow(TimeRange range, Instant time) {
    if (!time.isAfter(range.start())) {
      return 0;
    } else if (time.isAfter(range.end())) {
      return range.points();
    }
    long behind = Duration.between(range.start(), time).toMillis();
    return Math.toIntExact(-Math.floorDiv(-behind, range.step().toMillis()));
  }
}
