package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.detector.HistoryLimit;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * History without the time ranges that are excluded from training. The rows are removed from the
 * queried features before engineered features are computed: a difference or mean that looks back
 * into an excluded range is then missing or computed from the remaining rows.
 *
 * @param frame the history; rows left out are missing
 * @param leftOut number of rows left out, by instance
 * @param limited instances with more exempt rows than {@link HistoryLimit} allows to leave out
 */
public record LearnableHistory(Frame frame, Map<Labels, LeftOut> leftOut, List<Labels> limited) {
  /**
   * Removes exempt rows, as far as {@link HistoryLimit} allows.
   *
   * @param rateWindow how far back the queried features look: rows are affected by an incident for
   *     this long after its end
   */
  public static LearnableHistory of(Frame history, PastExemptions exemptions, Duration rateWindow) {
    List<BitSet> hidden = new ArrayList<>();
    Map<Labels, LeftOut> counts = new LinkedHashMap<>();
    List<Labels> limited = new ArrayList<>();
    for (int i = 0; i < history.instances().size(); i++) {
      Labels instance = history.instances().get(i);
      ExemptRows exempt = ExemptRows.of(exemptions.of(instance), history.range(), rateWindow);
      BitSet present = history.presentRows(i);
      BitSet wanted = exempt.among(present);
      BitSet leftOut = HistoryLimit.leftOut(present, wanted);
      if (!leftOut.equals(wanted)) {
        limited.add(instance);
      }
      hidden.add(leftOut);
      counts.put(instance, exempt.count(leftOut, present));
    }
    return new LearnableHistory(history.without(hidden), counts, limited);
  }

  /**
   * Returns the counts of the instances trained now, and for all other instances the counts of the
   * previous model.
   *
   * @param previous counts of the previously active model, by instance
   * @param untrained instances of this history without a new model
   */
  public Map<Labels, LeftOut> leftOut(Map<Labels, LeftOut> previous, Set<Labels> untrained) {
    Map<Labels, LeftOut> all = new HashMap<>(previous);
    leftOut.forEach(
        (instance, rows) -> {
          if (!untrained.contains(instance)) {
            all.put(instance, rows);
          }
        });
    return all;
  }
}
