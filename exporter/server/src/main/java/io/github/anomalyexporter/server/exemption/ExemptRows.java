package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Rows of one instance's history that are excluded from training, by reason. */
final class ExemptRows {
  private final Map<ExemptionReason, BitSet> rows = new EnumMap<>(ExemptionReason.class);

  private ExemptRows() {}

  /**
   * @param exemptions of one instance; they may overlap and reach beyond the range
   * @param rateWindow how far back the queries of a row look: rows are exempt for this long after
   *     the end of an exemption
   */
  static ExemptRows of(List<Exemption> exemptions, TimeRange range, Duration rateWindow) {
    ExemptRows exempt = new ExemptRows();
    for (Exemption each : exemptions) {
      int from = range.firstNotBefore(each.start());
      // Nothing is added to this end, which may be the largest possible time.
      boolean lasts = each.end().isAfter(range.end());
      int to = lasts ? range.points() : range.firstNotBefore(each.end().plus(rateWindow));
      if (from < to) {
        exempt.of(each.reason()).set(from, to);
      }
    }
    return exempt;
  }

  private BitSet of(ExemptionReason reason) {
    return rows.computeIfAbsent(reason, unseen -> new BitSet());
  }

  /** Returns the exempt rows among the given rows. */
  BitSet among(BitSet present) {
    BitSet exempt = new BitSet();
    rows.values().forEach(exempt::or);
    exempt.and(present);
    return exempt;
  }

  /**
   * Counts each row once, for the first of its reasons in declaration order.
   *
   * @param leftOut rows that were left out, all of them exempt and present
   * @param present rows available for training before the exemption
   */
  LeftOut count(BitSet leftOut, BitSet present) {
    BitSet rest = (BitSet) leftOut.clone();
    Map<ExemptionReason, Integer> counts = new EnumMap<>(ExemptionReason.class);
    for (ExemptionReason reason : ExemptionReason.values()) {
      int before = rest.cardinality();
      rest.andNot(of(reason));
      counts.put(reason, before - rest.cardinality());
    }
    return new LeftOut(
        present.cardinality(),
        counts.getOrDefault(ExemptionReason.ALERT, 0),
        counts.getOrDefault(ExemptionReason.SILENCE, 0),
        counts.getOrDefault(ExemptionReason.CALENDAR, 0));
  }
}
