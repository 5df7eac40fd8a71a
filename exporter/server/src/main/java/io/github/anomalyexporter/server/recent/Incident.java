package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.score.Episode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Anomalies of one detector that overlap, or follow each other by less than {@link Episode#GAP}:
 * usually hosts with a common cause. An instance may have several.
 *
 * @param anomalies in the order of their onset; at least one
 */
public record Incident(List<Anomaly> anomalies) {
  private static final Comparator<Anomaly> ONSET =
      Comparator.comparing(Anomaly::begin).thenComparing(Anomaly::instance);

  public Incident {
    anomalies = List.copyOf(anomalies);
  }

  /** Returns the incidents, oldest first. */
  public static List<Incident> of(Collection<Anomaly> anomalies) {
    List<Incident> incidents = new ArrayList<>();
    List<Anomaly> current = new ArrayList<>();
    Instant until = Instant.MIN;
    for (Anomaly next : anomalies.stream().sorted(ONSET).toList()) {
      if (!current.isEmpty() && !next.begin().isBefore(until)) {
        incidents.add(new Incident(current));
        current.clear();
      }
      Instant over = next.last().plus(Episode.GAP);
      until = current.isEmpty() || over.isAfter(until) ? over : until;
      current.add(next);
    }
    if (!current.isEmpty()) {
      incidents.add(new Incident(current));
    }
    return incidents;
  }

  public Instant begin() {
    return anomalies.get(0).begin();
  }

  /** Returns the time of its last score above 1 so far. */
  public Instant last() {
    return anomalies.stream().map(Anomaly::last).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** Returns whether one of the anomalies may continue. */
  public boolean lasts(Instant now) {
    return anomalies.stream().anyMatch(it -> it.lasts(now));
  }

  /** Returns the anomaly with the largest score. */
  public Anomaly peak() {
    return anomalies.stream().max(Comparator.comparingDouble(Anomaly::peakScore)).orElseThrow();
  }
}
