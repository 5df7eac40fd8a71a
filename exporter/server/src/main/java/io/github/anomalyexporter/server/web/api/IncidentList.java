package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.recent.Incident;
import io.github.anomalyexporter.server.web.api.Envelope.ListPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of the list of incidents, newest first.
 *
 * @param page the number of all incidents that match the query, and the next part
 */
record IncidentList(List<IncidentDocument> incidents, ListPage page) {

  static IncidentList of(List<VisibleDetector> detectors, IncidentQuery query, Instant now) {
    TreeMap<IncidentCursor, Incident> matching = new TreeMap<>();
    for (VisibleDetector detector : detectors) {
      for (Incident incident : Incident.of(detector.anomalies())) {
        if (query.matches(detector, incident)) {
          matching.put(new IncidentCursor(incident.begin(), detector.name()), incident);
        }
      }
    }
    Map<IncidentCursor, Incident> rest =
        query.after().map(place -> matching.tailMap(place, false)).orElse(matching);
    List<Map.Entry<IncidentCursor, Incident>> part =
        rest.entrySet().stream().limit(query.limit()).toList();
    String next = part.size() < rest.size() ? part.get(part.size() - 1).getKey().text() : null;
    return new IncidentList(
        part.stream()
            .map(it -> IncidentDocument.of(it.getKey().detector(), it.getValue(), now))
            .toList(),
        new ListPage(matching.size(), next));
  }
}
