package io.github.anomalyexporter.evaluation.backtest;

import static io.github.anomalyexporter.evaluation.backtest.Quantity.format;
import static io.github.anomalyexporter.evaluation.backtest.Quantity.number;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.past.AlertRule;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.IncidentFinding;
import io.github.anomalyexporter.evaluation.past.PastAlert;
import io.github.anomalyexporter.evaluation.past.ScoredInstance;
import io.github.anomalyexporter.evaluation.past.ThresholdChoice;
import io.github.anomalyexporter.output.TextTable;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Backtest result as text tables; unknown values are a dash. */
public final class BacktestTable {
  /** Maximum number of listed alerts and of instances; the JSON contains all. */
  private static final int MOST_LISTED = 40;

  private final BacktestResult result;
  private final InstanceNames names;
  private final int nameWidth;
  private final StringBuilder text = new StringBuilder();

  private BacktestTable(BacktestResult result) {
    this.result = result;
    List<ScoredInstance> instances = result.scores().instances();
    this.names = new InstanceNames(instances.stream().map(ScoredInstance::instance).toList());
    this.nameWidth =
        Math.max(
            "INSTANCE".length(),
            instances.stream().mapToInt(it -> names.of(it.instance()).length()).max().orElse(0));
  }

  /** Returns the tables. */
  public static String of(BacktestResult result) {
    BacktestTable table = new BacktestTable(result);
    table.head();
    if (result.isScored()) {
      table.alerts();
      table.incidents();
    }
    table.instances();
    if (result.isScored()) {
      table.choices();
    }
    table.text.append(PreflightTable.of(result));
    return table.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(format(format, values).stripTrailing()).append('\n');
  }

  private void row(TextTable table, Object... cells) {
    text.append(table.line(cells)).append('\n');
  }

  private void head() {
    TimeRange rows = result.scores().range();
    line(
        "detector %s: %s of %d instances, %s to %s",
        result.setup().detector(),
        PrometheusDuration.format(rows.step().multipliedBy(rows.points())),
        result.scores().instances().size(),
        rows.start(),
        rows.end());
    line(
        "trained %s, every %s, on up to %s of history",
        result.trainings() == 1 ? "once" : result.trainings() + " times",
        PrometheusDuration.format(result.setup().trainingInterval()),
        PrometheusDuration.format(result.setup().history()));
  }

  private void alerts() {
    List<PastAlert> alerts = result.alerts();
    long strong =
        alerts.stream()
            .filter(it -> it.rule().equals(AlertRule.INSTANCE_STRONGLY_ANOMALOUS.name()))
            .count();
    line(
        "%nAlerts of the shipped rules: %s",
        alerts.isEmpty()
            ? "none"
            : format(
                "%d, %s per instance and day; %d critical",
                alerts.size(), number(result.perHostDay(alerts.size())), strong));
    TextTable table =
        TextTable.of(2, 2).left(20).right(6).left(nameWidth).left(8).right(5).unaligned();
    if (!alerts.isEmpty()) {
      row(table, "FROM", "LASTED", "INSTANCE", "SEVERITY", "PEAK", incidentTitle());
    }
    for (PastAlert alert : alerts.subList(0, Math.min(MOST_LISTED, alerts.size()))) {
      boolean critical = alert.rule().equals(AlertRule.INSTANCE_STRONGLY_ANOMALOUS.name());
      row(
          table,
          alert.start(),
          PrometheusDuration.format(
              Duration.between(alert.start(), alert.end()).plus(result.scores().range().step())),
          names.of(alert.instance()),
          critical ? "critical" : "warning",
          format("%.1f", alert.peak()),
          incidentOf(alert));
      line("      %s", alert.features().stream().map(this::why).collect(Collectors.joining(", ")));
    }
    if (alerts.size() > MOST_LISTED) {
      line("  and %d more: --json has all", alerts.size() - MOST_LISTED);
    }
  }

  private String incidentTitle() {
    return result.incidents() == null ? "" : "INCIDENT";
  }

  private String incidentOf(PastAlert alert) {
    if (result.incidents() == null) {
      return "";
    }
    List<Incident> covering = result.covering(alert);
    return covering.isEmpty()
        ? "-"
        : covering.stream().map(BacktestTable::nameOf).distinct().collect(Collectors.joining(", "));
  }

  private static String nameOf(Incident incident) {
    return incident.name().isEmpty() ? "yes" : incident.name();
  }

  private String why(FeatureContribution feature) {
    String actual = Quantity.of(feature.actual(), feature.unit());
    return Double.isNaN(feature.expected())
        ? feature.feature() + " " + actual
        : "%s %s (expected %s)"
            .formatted(feature.feature(), actual, Quantity.of(feature.expected(), feature.unit()));
  }

  private void incidents() {
    if (result.incidents() == null) {
      return;
    }
    List<IncidentFinding> counted = result.counted();
    List<IncidentFinding> found = counted.stream().filter(it -> it.alert() != null).toList();
    if (counted.isEmpty()) {
      line(
          result.findings().isEmpty()
              ? "%nIncidents: none in this range"
              : "%nIncidents: none that can be counted");
    } else {
      Proportion share = Proportion.of(found.size(), counted.size());
      line(
          "%nIncidents: %d of %d found (%.0f %%, with 95 %% confidence %.0f to %.0f %%)%s",
          found.size(),
          counted.size(),
          100 * share.ratio(),
          100 * share.low(),
          100 * share.high(),
          found.isEmpty() ? "" : ", median delay " + delay(found));
    }
    TextTable missed = TextTable.of(2, 2).left(11).unaligned().unaligned().unaligned();
    for (IncidentFinding finding : result.findings()) {
      if (finding.alert() == null) {
        Incident incident = finding.incident();
        row(
            missed,
            finding.scored() ? "missed" : "not counted",
            incident.start() + " to " + incident.end(),
            subject(incident),
            incident.name() + (finding.scored() ? "" : reason(incident)));
      }
    }
  }

  private static String subject(Incident incident) {
    if (!incident.instance().isEmpty()) {
      return incident.instance();
    }
    return incident.identity().equals(Labels.EMPTY)
        ? "all instances"
        : incident.identity().toString();
  }

  /** Returns why an incident is not counted. */
  private String reason(Incident incident) {
    boolean known =
        result.scores().instances().stream().anyMatch(it -> incident.concerns(it.instance()));
    return known
        ? ": no score in that time"
        : ": no instance has this name; the instance label often includes a port";
  }

  private static String delay(List<IncidentFinding> found) {
    long seconds = Math.round(IncidentFinding.medianDelaySeconds(found));
    return seconds < 0
        ? "-"
            + PrometheusDuration.format(Duration.ofSeconds(-seconds))
            + ", the alert started first"
        : PrometheusDuration.format(Duration.ofSeconds(seconds));
  }

  private void instances() {
    List<ScoredInstance> noisiest =
        result.scores().instances().stream()
            .sorted(
                Comparator.comparingLong((ScoredInstance it) -> -alertsOf(it))
                    .thenComparingInt(it -> -result.scores().episodes(it))
                    .thenComparing(ScoredInstance::instance))
            .toList();
    line("%nInstances by number of alerts");
    TextTable table = TextTable.of(2, 2).left(nameWidth).right(6).right(10).right(12).unaligned();
    row(table, "INSTANCE", "ALERTS", "ALERTS/DAY", "EPISODES/DAY", "SCORED");
    for (ScoredInstance each : noisiest.subList(0, Math.min(MOST_LISTED, noisiest.size()))) {
      double days = result.scores().days(each);
      row(
          table,
          names.of(each.instance()),
          days == 0 ? "-" : alertsOf(each),
          number(alertsOf(each) / days),
          number(result.scores().episodes(each) / days),
          scored(each));
    }
    if (noisiest.size() > MOST_LISTED) {
      line("  and %d more: --json has all", noisiest.size() - MOST_LISTED);
    }
  }

  private long alertsOf(ScoredInstance instance) {
    return result.alerts().stream().filter(it -> it.instance().equals(instance.instance())).count();
  }

  private String scored(ScoredInstance each) {
    Duration step = result.scores().range().step();
    Duration known = step.multipliedBy(each.knownRows()).truncatedTo(ChronoUnit.MINUTES);
    String leftOut = each.leftOut();
    return (known.isZero() ? "not at all" : PrometheusDuration.format(known))
        + (leftOut == null ? "" : ": " + leftOut);
  }

  private void choices() {
    boolean incidents = !result.counted().isEmpty();
    line("%nResults with other thresholds");
    TextTable table = TextTable.of(2, 2).left(17).right(15).right(10).right(17).right(11).right(6);
    row(
        table,
        "THRESHOLD",
        "ALERTS/HOST/DAY",
        "ALERTS/DAY",
        "EPISODES/HOST/DAY",
        incidents ? "NOT COVERED" : "",
        incidents ? "FOUND" : "");
    int hosts = (int) result.scores().instances().stream().filter(it -> it.knownRows() > 0).count();
    for (ThresholdChoice choice : result.choices()) {
      row(
          table,
          format("x %.1f", choice.multiple())
              + (choice.multiple() == ThresholdChoice.CALIBRATED ? "  <- in use" : ""),
          number(result.perHostDay(choice.alerts())),
          number(result.perHostDay(choice.alerts()) * hosts),
          number(result.perHostDay(choice.episodes())),
          incidents ? choice.alertsOutside() : "",
          incidents ? choice.found() + "/" + result.counted().size() : "");
    }
    line(
        "  Episodes are sequences of scores above 1, less than 10 minutes apart; most cause no alert.");
    line(
        "  To get fewer or more alerts, set threshold.false_alarms_per_day and run backtest again.");
  }
}
