package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.past.RuleAlerts;
import io.github.anomalyexporter.evaluation.report.Evaluation.Scored;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Sums the alerts of the shipped rules over the hosts of a set. For one thread. */
final class SetAlerts {
  static final String HEADER =
      "alerts of the shipped rules, in use | SMD: without an event a host and day, recall | ASD | JS2"
          + " | mean without an event | mean recall";

  private RuleAlerts alerts = RuleAlerts.NONE;
  private double days;

  void add(Dataset dataset, Scored scored) {
    LabelledRows labels = Objects.requireNonNull(dataset.labels());
    alerts = alerts.plus(RuleAlerts.of(scored.scores(), labels));
    days += labels.days();
  }

  /** Returns the row of a kind in the table. */
  static String row(String name, List<SetAlerts> sets) {
    return Quality.cells(
        name,
        sets.stream()
            .map(set -> number(set.withoutEventPerDay()) + ", " + number(set.recall()))
            .collect(Collectors.joining(" | ")),
        number(Quality.average(sets, SetAlerts::withoutEventPerDay)),
        number(Quality.average(sets, SetAlerts::recall)));
  }

  private static String number(double value) {
    return Quality.number("%.2f", value);
  }

  /** Returns the alerts without an event, of a host and day. */
  private double withoutEventPerDay() {
    return alerts.withoutEvent() / days;
  }

  /** Returns the share of the lasting events during which an alert fires. */
  private double recall() {
    return (double) alerts.found() / alerts.events();
  }
}
