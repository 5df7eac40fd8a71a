package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.web.api.FleetQuery.Order;
import io.github.anomalyexporter.server.web.api.InstanceDocument.FeatureReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fleet at one look: the selected instances, the most urgent first, with their scores over time.
 *
 * @param start time of the first score of each instance
 * @param end time of the last one
 * @param step between two scores
 * @param scoresSince time of the oldest score in memory; null without one
 * @param total number of selected instances, of which the list has a part
 * @param anomalous number of selected instances with a score above 1
 * @param states number of selected instances by state
 */
record FleetDocument(
    Instant start,
    Instant end,
    Duration step,
    @Nullable Instant scoresSince,
    int total,
    int anomalous,
    Map<String, Long> states,
    List<FleetInstance> instances) {

  /**
   * An instance. An unknown number is NaN.
   *
   * @param reason why an instance that is warming up or has no model has no score; null otherwise
   * @param isAnomalous null without a score
   * @param feature that contributes most to an anomaly; null if the instance is not anomalous
   * @param scores the largest score of each step, rounded to thousandths
   */
  record FleetInstance(
      String detector,
      Map<String, String> labels,
      String state,
      @Nullable String reason,
      List<String> suppressed,
      double score,
      @Nullable Boolean isAnomalous,
      @Nullable Instant newLevelSince,
      @Nullable FeatureReading feature,
      List<Double> scores) {}

  /**
   * @param rank of the state: what needs attention first
   */
  private record Entry(VisibleDetector detector, InstanceReading reading, int rank) {
    static Entry of(VisibleDetector detector, InstanceReading reading) {
      return new Entry(detector, reading, urgency(reading));
    }

    private static int urgency(InstanceReading reading) {
      if (reading.isAnomalous()) {
        return 0;
      }
      return switch (reading.state()) {
        case FAILED -> 1;
        case STALE -> 2;
        case INSUFFICIENT_DATA -> 3;
        case NO_MODEL -> 4;
        case WARMING_UP -> 5;
        case OK -> 6;
        case VANISHED -> 7;
      };
    }

    String detectorName() {
      return detector.name();
    }

    Labels instance() {
      return reading.instance();
    }

    double score() {
      return reading.hasScore() ? reading.score() : 0;
    }
  }

  private static final Comparator<Entry> BY_NAME =
      Comparator.comparing(Entry::instance).thenComparing(Entry::detectorName);

  private static final Comparator<Entry> BY_URGENCY =
      Comparator.comparingInt(Entry::rank)
          .thenComparing(Comparator.comparingDouble(Entry::score).reversed());

  static FleetDocument of(List<VisibleDetector> detectors, FleetQuery query, Instant now) {
    List<Entry> selected = new ArrayList<>();
    for (VisibleDetector detector : detectors) {
      detector.readings(now).stream()
          .filter(reading -> query.filter().matches(detector, reading))
          .forEach(reading -> selected.add(Entry.of(detector, reading)));
    }
    // Fast, because the instances of each detector are sorted. The second order keeps the first.
    selected.sort(BY_NAME);
    if (query.order() == Order.URGENCY) {
      selected.sort(BY_URGENCY);
    }
    return new FleetDocument(
        query.range().start(),
        query.range().end(),
        query.range().step(),
        scoresSince(detectors),
        selected.size(),
        (int) selected.stream().filter(it -> it.reading().isAnomalous()).count(),
        DetectorStatus.states(selected.stream().map(Entry::reading)),
        selected.stream()
            .skip(query.offset())
            .limit(query.limit())
            .map(entry -> instance(entry, query.range(), now))
            .toList());
  }

  private static @Nullable Instant scoresSince(List<VisibleDetector> detectors) {
    return detectors.stream()
        .flatMap(it -> it.oldestScore().stream())
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static FleetInstance instance(Entry entry, TimeRange range, Instant now) {
    InstanceReading reading = entry.reading();
    DetectorState state = entry.detector().state();
    return new FleetInstance(
        entry.detectorName(),
        reading.instance().asMap(),
        reading.state().label(),
        InstanceDocument.reason(entry.detector(), reading),
        InstanceDocument.suppressed(entry.detector(), reading.instance(), now),
        reading.score(),
        reading.hasScore() ? reading.isAnomalous() : null,
        reading.newLevelSince(),
        reading.isAnomalous() ? feature(reading.worst()) : null,
        scores(state.recentScores().scores(reading.instance(), range)));
  }

  private static @Nullable FeatureReading feature(List<FeatureContribution> worst) {
    return worst.isEmpty() ? null : FeatureReading.of(worst.get(0));
  }

  private static List<Double> scores(double[] scores) {
    return Arrays.stream(scores).map(FleetDocument::rounded).boxed().toList();
  }

  /** An anomaly stays one when its score is rounded. */
  private static double rounded(double score) {
    double thousandths = score * 1_000;
    return (score > 1 ? Math.ceil(thousandths) : Math.floor(thousandths)) / 1_000;
  }
}
