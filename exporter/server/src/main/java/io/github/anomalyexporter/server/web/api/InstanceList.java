package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.web.api.Envelope.ListPage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of the list of instances.
 *
 * @param page the number of all instances that match the query, and the next part
 */
record InstanceList(List<InstanceDocument> instances, ListPage page) {

  /** An instance of a detector. */
  private record Entry(VisibleDetector detector, InstanceReading reading) {}

  static InstanceList of(List<VisibleDetector> detectors, InstanceQuery query, Instant now) {
    TreeMap<InstanceCursor, Entry> matching = new TreeMap<>();
    for (VisibleDetector detector : detectors) {
      for (InstanceReading reading : detector.readings(now)) {
        if (query.filter().matches(detector, reading)) {
          matching.put(
              new InstanceCursor(detector.name(), reading.instance()),
              new Entry(detector, reading));
        }
      }
    }
    Map<InstanceCursor, Entry> rest =
        query.after().map(place -> matching.tailMap(place, false)).orElse(matching);
    List<Map.Entry<InstanceCursor, Entry>> part =
        rest.entrySet().stream().limit(query.limit()).toList();
    Documents documents = new Documents(now, query.features());
    String next = part.size() < rest.size() ? part.get(part.size() - 1).getKey().text() : null;
    return new InstanceList(
        part.stream()
            .map(Map.Entry::getValue)
            .map(it -> documents.of(it.detector(), it.reading()))
            .toList(),
        new ListPage(matching.size(), next));
  }

  /** Documents of one response: the rows of a model are indexed once. */
  static final class Documents {
    private final Map<VisibleDetector, Map<Labels, Manifest.Row>> rows = new HashMap<>();
    private final Instant now;
    private final boolean features;

    Documents(Instant now, boolean features) {
      this.now = now;
      this.features = features;
    }

    InstanceDocument of(VisibleDetector detector, InstanceReading reading) {
      return InstanceDocument.of(
          detector, reading, rows.computeIfAbsent(detector, Documents::rows), now, features);
    }

    private static Map<Labels, Manifest.Row> rows(VisibleDetector detector) {
      return detector.state().model().manifest().map(Manifest::rowByInstance).orElseGet(Map::of);
    }
  }
}
