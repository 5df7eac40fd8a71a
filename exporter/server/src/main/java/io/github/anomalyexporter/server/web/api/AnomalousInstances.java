package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The instances with a score above 1 or on a new level, the highest score first, each with the
 * features that contribute most.
 *
 * @param total number of such instances, of which the list may have a part
 */
record AnomalousInstances(List<InstanceDocument> anomalies, int total) {

  private record Entry(VisibleDetector detector, InstanceReading reading) {
    double score() {
      return reading.hasScore() ? reading.score() : 0;
    }
  }

  /**
   * @param most maximum number of instances in the list
   */
  static AnomalousInstances of(List<VisibleDetector> detectors, int most, Instant now) {
    List<Entry> found = new ArrayList<>();
    for (VisibleDetector detector : detectors) {
      detector.readings(now).stream()
          .filter(it -> it.isAnomalous() || it.newLevelSince() != null)
          .forEach(reading -> found.add(new Entry(detector, reading)));
    }
    found.sort(Comparator.comparingDouble(Entry::score).reversed());
    InstanceList.Documents documents = new InstanceList.Documents(now, true);
    return new AnomalousInstances(
        found.stream().limit(most).map(it -> document(documents, it)).toList(), found.size());
  }

  private static InstanceDocument document(InstanceList.Documents documents, Entry entry) {
    int features = entry.detector().config().explanation().topFeatures();
    return documents.of(entry.detector(), entry.reading()).withWorst(features);
  }
}
