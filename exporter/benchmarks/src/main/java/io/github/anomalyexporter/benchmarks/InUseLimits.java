package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.series.Median;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.report.Summary;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the means of a detector in use do not show: the hosts with the most false alarms, recall by
 * the number of features of an incident, and how long alarms last after their events.
 */
final class InUseLimits {
  static final String HEADER =
      "limits in use | false alarms a day of the worst tenth of all hosts | SMD: recall of incidents of one"
          + " feature | of four or more | from the end of an event to that of its alarm, alarms SMD | ASD"
          + " | JS2";

  private static final double SECONDS = 60;

  private InUseLimits() {}

  /**
   * Returns the row of a kind.
   *
   * @param sets in the order of {@link LabelledSet#ALL}, SMD first
   */
  static String row(String name, List<Summary> sets) {
    Summary all = new Summary(sets.stream().flatMap(it -> it.evaluations().stream()).toList());
    return Quality.cells(
        name,
        Quality.number("%.2f", all.falseAlarmsPerDayOfWorstTenth()),
        share(sets.get(0).singleFeatureRecall()),
        share(sets.get(0).manyFeaturesRecall()),
        sets.stream().map(InUseLimits::alarmEnd).collect(Collectors.joining(" | ")));
  }

  /** Returns the median of the alarms of a set, and their number. */
  private static String alarmEnd(Summary set) {
    List<Double> seconds = set.alarmEndSeconds();
    double median = Median.of(seconds.stream().mapToDouble(Double::doubleValue));
    return Quality.number("%.0f min", median / SECONDS) + ", " + seconds.size();
  }

  private static String share(@Nullable Proportion proportion) {
    return proportion == null ? "-" : Quality.number("%.2f", proportion.ratio());
  }
}
