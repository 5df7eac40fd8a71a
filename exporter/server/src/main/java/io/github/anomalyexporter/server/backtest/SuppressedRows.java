package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.run.Exemption;
import io.github.anomalyexporter.server.run.ExemptionReason;
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
        int from = range.firstNotBefore(each.start());
        int to = range.firstNotBefore(each.end());
        suppressed.computeIfAbsent(each.instance(), key -> new BitSet()).set(from, to);
      }
    }
    return suppressed;
  }
}
