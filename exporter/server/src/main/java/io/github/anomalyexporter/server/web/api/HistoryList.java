package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.recent.RecentScores;
import io.github.anomalyexporter.server.recent.ScorePoint;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.run.DetectorState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The histories of the instances that a query asks for: from Prometheus if it has them, otherwise
 * from memory. For use by one thread.
 */
final class HistoryList {
  private final List<HistoryDocument> histories = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private HistoryList() {}

  /**
   * What Prometheus has of a detector.
   *
   * @param problem why it does not have a history
   */
  private record Scraped(Map<Labels, List<ScorePoint>> points, String problem) {}

  /** Blocks up to the timeout of Prometheus for each detector that has the instance. */
  static HistoryList of(List<VisibleDetector> detectors, HistoryQuery query) {
    HistoryList list = new HistoryList();
    for (VisibleDetector detector : detectors) {
      DetectorState state = detector.state();
      List<Labels> instances = detector.instances(query.labels());
      if (!instances.isEmpty()) {
        TimeRange range = query.range(state.config());
        Scraped scraped = scraped(detector, query.labels().getOrDefault("instance", ""), range);
        instances.forEach(instance -> list.add(state, instance, range, scraped));
      }
    }
    return list;
  }

  private static Scraped scraped(VisibleDetector detector, String instance, TimeRange range) {
    ScrapedScores scores = detector.running().scraped();
    if (scores == null) {
      return new Scraped(Map.of(), "the detector queries no Prometheus");
    }
    try {
      return new Scraped(
          scores.read(instance, range), "Prometheus has no anomaly_score of it in this time");
    } catch (RequestException e) {
      return new Scraped(Map.of(), detector.failure("Prometheus did not answer", e));
    } catch (IllegalStateException e) {
      return new Scraped(Map.of(), "the configuration is being reloaded");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Scraped(Map.of(), "the exporter is stopping");
    }
  }

  private void add(DetectorState state, Labels instance, TimeRange range, Scraped scraped) {
    List<ScorePoint> points = scraped.points().get(instance);
    RecentScores recent = state.recentScores();
    String source = "prometheus";
    if (points != null) {
      points = withEarlier(points, recent.read(instance, range));
    } else {
      points = recent.read(instance, range);
      source = "exporter";
      warnings.add(
          "detector %s, %s: %s; the exporter itself has %s"
              .formatted(
                  state.config().name(),
                  instance,
                  scraped.problem(),
                  recent
                      .oldest(instance)
                      .map(Instant::toString)
                      .map("scores since "::concat)
                      .orElse("no scores since its start")));
    }
    histories.add(
        new HistoryDocument(
            state.config().name(),
            instance.asMap(),
            source,
            range.step(),
            points.stream().map(HistoryDocument.Point::of).toList()));
  }

  /**
   * Returns the scraped points, and before them those in memory: scores of before the first scrape.
   */
  private static List<ScorePoint> withEarlier(List<ScorePoint> scraped, List<ScorePoint> known) {
    Instant first = scraped.get(0).time();
    return Stream.concat(known.stream().filter(it -> it.time().isBefore(first)), scraped.stream())
        .toList();
  }

  /** Empty if no detector has such an instance. */
  List<HistoryDocument> histories() {
    return histories;
  }

  /** Why histories are not from Prometheus, and how far they reach. */
  List<String> warnings() {
    return warnings;
  }
}
