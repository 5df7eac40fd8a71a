package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import io.github.anomalyexporter.output.TextTable;
import java.util.Locale;

/** First days of new hosts as a text table; unknown values are a dash. */
public final class NewHostsTable {
  private static final TextTable COLUMNS =
      TextTable.of(0, 1)
          .left(8)
          .left(8)
          .right(5)
          .right(15)
          .right(9)
          .right(6)
          .right(5)
          .right(6)
          .left(11);

  private static final String HEADER =
      COLUMNS.line(
          "HISTORY",
          "HOST",
          "DAYS",
          "FALSE HOURS/DAY",
          "FALSE/DAY",
          "EVENTS",
          "FOUND",
          "RECALL",
          "(95 %)");

  private NewHostsTable() {}

  /**
   * Returns two lines for each length of history, followed by the lengths for which no day has
   * scores.
   */
  public static String of(NewHostsReport report) {
    StringBuilder table = new StringBuilder(HEADER).append(System.lineSeparator());
    StringBuilder notes = new StringBuilder();
    for (Measured each : report.measured()) {
      String history = PrometheusDuration.format(each.history());
      table.append(line(history, "alone", each.alone())).append(System.lineSeparator());
      table.append(line(history, "in fleet", each.inFleet())).append(System.lineSeparator());
      if (each.alone().days() == 0) {
        notes.append(note(history, each.alone()));
      } else if (each.inFleet().days() == 0) {
        notes.append(note(history + " in fleet", each.inFleet()));
      }
    }
    return table
        .append(
            "%s: seed %s, %s hosts, each as a new host%n"
                .formatted(report.detector(), report.seed(), report.hosts()))
        .append(notes)
        .toString();
  }

  private static String line(String history, String host, FirstDays days) {
    boolean known = days.days() > 0;
    Proportion recall = Proportion.of(days.detected(), days.events());
    return COLUMNS.line(
        history,
        host,
        days.days(),
        number(days.falseHoursPerDay()),
        number(days.falseAlarmsPerDay()),
        known ? days.events() : "-",
        known ? days.detected() : "-",
        number(recall.ratio()),
        Double.isNaN(recall.ratio())
            ? ""
            : String.format(Locale.ROOT, "(%.2f-%.2f)", recall.low(), recall.high()));
  }

  private static String note(String what, FirstDays none) {
    return "%s: not measured, because no host has enough rows; for example %s%n"
        .formatted(what, none.leftOut());
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
