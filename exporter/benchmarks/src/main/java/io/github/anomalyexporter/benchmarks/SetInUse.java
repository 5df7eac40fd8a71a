package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.series.Median;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import io.github.anomalyexporter.evaluation.report.Evaluation.Scored;
import io.github.anomalyexporter.evaluation.report.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The results of a detector in use on one set: its alerts, and the figures that it would have if no
 * threshold was raised after an anomaly.
 */
final class SetInUse {
  static final String HEADER =
      "in use | recall SMD, false alarms a day, median delay | ASD | JS2 | mean recall"
          + " | mean false alarms";
  private final SetAlerts alerts = new SetAlerts();
  private final List<Evaluation> withoutRaises = new ArrayList<>();

  void add(Dataset dataset, Scored scored) {
    alerts.add(dataset, scored);
    withoutRaises.add(
        scored.evaluation().of(dataset, RaisedThresholds.calibrated(scored.scores())));
  }

  SetAlerts alerts() {
    return alerts;
  }

  Summary withoutRaises() {
    return new Summary(withoutRaises);
  }

  /** Returns the row of a detector, of its results on each set. */
  static String row(String name, List<Summary> sets) {
    return Quality.cells(
        name,
        sets.stream()
            .map(
                set ->
                    "%s, %s, %s"
                        .formatted(
                            Quality.number("%.2f", Quality.share(set.recall())),
                            Quality.number("%.2f", Quality.mean(set, Figures::falseAlarmsPerDay)),
                            Quality.number("%.0f s", medianDelay(set))))
            .collect(Collectors.joining(" | ")),
        Quality.number("%.2f", Quality.average(sets, set -> Quality.share(set.recall()))),
        Quality.number(
            "%.2f", Quality.average(sets, set -> Quality.mean(set, Figures::falseAlarmsPerDay))));
  }

  /** Of the instances' medians, of those that have one. */
  private static double medianDelay(Summary set) {
    return Median.upper(
        set.evaluations().stream()
            .mapToDouble(
                each -> Objects.requireNonNull(each.figures()).medianDetectionDelaySeconds())
            .filter(delay -> !Double.isNaN(delay)));
  }
}
