package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.store.Manifest.LeftOut;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/** Rows of one instance's history that are excluded from training, by reason. */
final class ExemptRows {
  private final BitSet alert = new BitSet();
  private final BitSet silence = new BitSet();
  private final BitSet calendar = new BitSet();

  private ExemptRows() {}

  /**
   * @param exemptions of one instance; they may overlap and reach beyond the range
   * @param rateWindow how far back the queries of a row look: rows are exempt for this long after
   *     the end of an exemption
   */
  static ExemptRows of(List<Exemption> exemptions, TimeRange range, Duration rateWindow) {
    ExemptRows rows = new ExemptRows();
    for (Exemption each : exemptions) {
      int from = range.firstNotBefore(each.start());
      // Nothing is added to this end, which may be the largest possible time.
      boolean lasts = each.end().isAfter(range.end());
      int to = lasts ? range.points() : range.firstNotBefore(each.end().plus(rateWindow));
      if (from < to) {
        rows.of(each.reason()).set(from, to);
      }
    }
    return rows;
  }

  private BitSet of(ExemptionReason reason) {
    return switch (reason) {
      case ALERT -> alert;
      case SILENCE -> silence;
      case CALENDAR -> calendar;
    };
  }

  /** Returns the exempt rows among the given rows. */
  BitSet among(BitSet present) {
    BitSet exempt = (BitSet) alert.clone();
    exempt.or(silence);
    exempt.or(calendar);
    exempt.and(present);
    return exempt;
  }

  /**
   * Counts each row once, for the first of its reasons in declaration order of {@link LeftOut}: an
   * alert counts before the calendar.
   *
   * @param leftOut rows that were left out, all of them exempt and present
   * @param present rows available for training before the exemption
   */
  LeftOut count(BitSet leftOut, BitSet present) {
    BitSet rest = (BitSet) leftOut.clone();
    return new LeftOut(
        present.cardinality(), take(rest, alert), take(rest, silence), take(rest, calendar));
  }

  private static int take(BitSet rest, BitSet rows) {
    int before = rest.cardinality();
    rest.andNot(rows);
    return before - rest.cardinality();
  }
}
