package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.discovery.InstanceExpressions;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.ServedModel.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The past values of the features of the instances that a query asks for. For one thread. */
final class FeatureHistoryList {
  /** Documents of one response, each with some megabytes at most. */
  private static final int MOST_INSTANCES = 10;

  private final FeatureHistoryQuery query;
  private final List<FeatureHistoryDocument> histories = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private FeatureHistoryList(FeatureHistoryQuery query) {
    this.query = query;
  }

  /** The instances of one detector that the query selects. */
  private record Selected(VisibleDetector detector, List<Labels> instances) {
    DetectorConfig config() {
      return detector.config();
    }
  }

  /**
   * Blocks until the samples are read.
   *
   * @throws BadParameterException if the query asks for too much, or for an unknown feature
   * @throws UnavailableException if samples cannot be read
   */
  static FeatureHistoryList of(List<VisibleDetector> detectors, FeatureHistoryQuery query) {
    List<Selected> selected =
        detectors.stream()
            .map(detector -> new Selected(detector, instances(detector, query)))
            .filter(it -> !it.instances().isEmpty())
            .toList();
    int found = selected.stream().mapToInt(it -> it.instances().size()).sum();
    if (found > MOST_INSTANCES) {
      throw new BadParameterException(
          "instance",
          "at most %s instances of this name; select one by its other labels"
              .formatted(MOST_INSTANCES),
          found + " instances");
    }
    if (found > 0) {
      requireFeatures(selected, query.features());
    }
    FeatureHistoryList list = new FeatureHistoryList(query);
    selected.forEach(list::read);
    return list;
  }

  private static List<Labels> instances(VisibleDetector detector, FeatureHistoryQuery query) {
    return detector.instances(query.labels());
  }

  private static void requireFeatures(List<Selected> selected, List<String> names) {
    Set<String> known = new TreeSet<>();
    for (Selected each : selected) {
      FeatureSet features = each.config().features();
      for (int input = 0; input < features.size(); input++) {
        known.add(features.name(input));
      }
    }
    FeatureHistoryQuery.requireKnown(names, known);
  }

  private void read(Selected selected) {
    DetectorConfig config = selected.config();
    TimeRange range = query.range(config.timing().step());
    Frame frame = ReadRows.withRowsBefore(selected.detector(), selected.instances(), range);
    for (int i = 0; i < selected.instances().size(); i++) {
      histories.add(history(selected.detector().state(), frame, i, range));
    }
  }

  private FeatureHistoryDocument history(
      DetectorState state, Frame frame, int instance, TimeRange range) {
    String name = state.config().name();
    Labels labels = frame.instances().get(instance);
    List<String> queries =
        state.config().source().kind() == SourceKind.PROMETHEUS
            ? InstanceExpressions.of(state.config(), state.queries().get().rateWindow(), labels)
            : List.of();
    Optional<ScoredRows> scored = state.model().scoreRows(frame, instance);
    if (scored.isPresent()) {
      ScoredRows last =
          new ScoredRows(scored.get().model(), scored.get().scores().last(range.points()));
      return FeatureHistoryDocument.of(name, labels, range, last, query.features(), queries);
    }
    warnings.add(
        "detector %s, %s: no model yet, so there are neither scores nor expected values"
            .formatted(name, labels));
    FeatureSet features = state.config().features();
    float[] raw = features.engineer(frame.cells(instance));
    int first = raw.length - range.points() * features.size();
    return FeatureHistoryDocument.withoutModel(
        name,
        labels,
        range,
        features,
        Arrays.copyOfRange(raw, first, raw.length),
        query.features(),
        queries);
  }

  /** Empty if no detector has such an instance. */
  List<FeatureHistoryDocument> histories() {
    return histories;
  }

  /** Why histories have actual values only. */
  List<String> warnings() {
    return warnings;
  }
}
