package io.github.anomalyexporter.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import io.github.anomalyexporter.output.JsonDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** First days of new hosts as JSON; unknown values are null. */
public final class NewHostsJson {
  private NewHostsJson() {}

  /** Returns one object. */
  public static String of(NewHostsReport report) {
    return JsonDocument.indented(
        new Fleet(
            report.detector(),
            report.seed(),
            report.hosts(),
            report.measured().stream().map(History::of).toList()));
  }

  private record Fleet(String detector, long seed, int hosts, List<History> newHosts) {}

  private record History(long historySeconds, Days alone, Days inFleet) {
    static History of(Measured measured) {
      return new History(
          measured.history().toSeconds(), Days.of(measured.alone()), Days.of(measured.inFleet()));
    }
  }

  /**
   * First days of all hosts.
   *
   * @param events null without a day
   * @param leftOut a host and the reason why it has no day with scores; null if a day has scores
   */
  private record Days(
      int days,
      double hoursWithFalseAlarmPerDay,
      double falseAlarmsPerDay,
      @Nullable Integer events,
      @Nullable Integer eventsDetected,
      double recall,
      @JsonInclude(Include.NON_NULL) @Nullable List<Double> recallInterval,
      @JsonInclude(Include.NON_NULL) @Nullable String leftOut) {
    static Days of(FirstDays days) {
      boolean known = days.days() > 0;
      Proportion recall = Proportion.of(days.detected(), days.events());
      return new Days(
          days.days(),
          days.falseHoursPerDay(),
          days.falseAlarmsPerDay(),
          known ? days.events() : null,
          known ? days.detected() : null,
          recall.ratio(),
          known ? List.of(recall.low(), recall.high()) : null,
          known ? null : days.leftOut());
    }
  }
}
