package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows at which a silence or a calendar entry suppresses alerts. */
public final class SuppressedRows {
  private SuppressedRows() {}

  public static Map<Labels, BitSet> of(
      PastExemptions exemptions, List<Labels> instances, TimeRange range) {
    Map<Labels, BitSet> suppressed = new HashMap<>();
    for (Labels instance : instances) {
      BitSet rows = new BitSet();
      for (Exemption each : exemptions.of(instance)) {
        if (each.reason() != ExemptionReason.ALERT) {
          rows.set(range.firstNotBefore(each.start()), range.firstNotBefore(each.end()));
        }
      }
      if (!rows.isEmpty()) {
        suppressed.put(instance, rows);
      }
    }
    return suppressed;
  }
}
