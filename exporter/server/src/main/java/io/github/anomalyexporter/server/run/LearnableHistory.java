package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.HistoryLimit;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.LeftOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A history without the windows that are not to be learned from. They are taken out of the queried
 * features, before anything is engineered from these: a change or a mean that looks back into an
 * incident is then missing or made of the other rows.
 *
 * @param frame the history; the rows left out are missing
 * @param leftOut how much that was, of each instance
 * @param limited instances of which more was exempt than may be left out
 */
public record LearnableHistory(Frame frame, Map<Labels, LeftOut> leftOut, List<Labels> limited) {
  /**
   * Leaves out what is exempt, as far as {@link HistoryLimit} allows.
   *
   * @param rateWindow how far back the queried features look: a row sees an incident for so long
   *     after its end
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
   * Of the instances that were trained now, and of the others what was known of them.
   *
   * @param previous the model that served before
   * @param untrained instances of this history of which no model came
   */
  Map<Labels, LeftOut> leftOut(Optional<Manifest> previous, Set<Labels> untrained) {
    Map<Labels, LeftOut> all = new HashMap<>();
    for (Manifest.Row row : previous.map(Manifest::rows).orElse(List.of())) {
      if (row.leftOut() != null) {
        all.put(Labels.of(row.instance()), row.leftOut());
      }
    }
    leftOut.forEach(
        (instance, rows) -> {
          if (!untrained.contains(instance)) {
            all.put(instance, rows);
          }
        });
    return all;
  }
}
