package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.output.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluations as a text table; unknown values are a dash. */
public final class EvaluationTable {
  private static final TextTable COLUMNS =
      TextTable.of(0, 1)
          .left(20)
          .left(16)
          .right(4)
          .right(7)
          .right(7)
          .right(7)
          .right(7)
          .right(6)
          .right(5)
          .right(6)
          .left(11)
          .right(6)
          .right(9)
          .right(7)
          .right(7)
          .right(7);

  private static final String HEADER =
      COLUMNS.line(
          "INSTANCE",
          "DETECTOR",
          "SEED",
          "VUS-PR",
          "VUS-ROC",
          "AUC-PR",
          "AUC-ROC",
          "EVENTS",
          "FOUND",
          "RECALL",
          "(95 %)",
          "@1/DAY",
          "FALSE/DAY",
          "DELAY",
          "TRAIN",
          "SCORE");

  private EvaluationTable() {}

  /**
   * Returns a line for each evaluation and, for several, a line of means for each detector,
   * followed by the explained events and the rows without a score.
   */
  public static String of(List<Evaluation> evaluations) {
    StringBuilder table = new StringBuilder(HEADER).append(System.lineSeparator());
    for (Evaluation each : evaluations) {
      table
          .append(line(each.instance(), new Summary(List.of(each))))
          .append(System.lineSeparator());
    }
    List<Summary> summaries = Summary.byDetector(evaluations);
    if (evaluations.size() > 1) {
      summaries.forEach(
          summary -> table.append(line("mean", summary)).append(System.lineSeparator()));
    }
    summaries.forEach(summary -> notes(table, summary));
    return table.toString();
  }

  private static String line(String name, Summary summary) {
    List<Evaluation> evaluations = summary.evaluations();
    return COLUMNS.line(
        name,
        summary.detector(),
        summary.bySeed().keySet().stream().map(String::valueOf).collect(Collectors.joining(",")),
        number("%.3f", Figure.VUS_PR.mean(evaluations)),
        number("%.3f", Figure.VUS_ROC.mean(evaluations)),
        number("%.3f", Figure.AUC_PR.mean(evaluations)),
        number("%.3f", Figure.AUC_ROC.mean(evaluations)),
        count(Figure.EVENTS.mean(evaluations)),
        count(Figure.EVENTS_DETECTED.mean(evaluations)),
        ratio(summary.recall()),
        interval(summary.recall()),
        ratio(summary.hindsightRecall()),
        number("%.2f", Figure.FALSE_ALARMS_PER_DAY.mean(evaluations)),
        number("%.0f s", Figure.MEDIAN_DETECTION_DELAY_SECONDS.mean(evaluations)),
        number("%.1f s", summary.meanSeconds(Evaluation::training)),
        number("%.1f s", summary.meanSeconds(Evaluation::scoring)));
  }

  private static void notes(StringBuilder table, Summary summary) {
    Explanation explanation = summary.explanation();
    if (explanation != null && explanation.events() > 0) {
      table.append(
          String.format(
              Locale.ROOT,
              "%s: %d explained events, share with a true feature among the top 3 %.2f, HitRate@100%% %.2f, HitRate@150%% %.2f%n",
              summary.detector(),
              explanation.events(),
              explanation.topThree(),
              explanation.hitRate100(),
              explanation.hitRate150()));
    }
    if (summary.unknownRows() > 0) {
      table.append(
          "%s: %s rows without a score, ranked lowest and without alarm%n"
              .formatted(summary.detector(), summary.unknownRows()));
    }
    if (summary.evaluations().stream().anyMatch(each -> each.figures() == null)) {
      table.append(
          "%s: no figures because the test file has no last column named label%n"
              .formatted(summary.detector()));
    }
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
  }

  private static String count(double value) {
    return number(value == Math.rint(value) ? "%.0f" : "%.1f", value);
  }

  private static String ratio(@Nullable Proportion proportion) {
    return proportion == null ? "-" : number("%.2f", proportion.ratio());
  }

  private static String interval(@Nullable Proportion proportion) {
    return proportion == null || Double.isNaN(proportion.ratio())
        ? ""
        : String.format(Locale.ROOT, "(%.2f-%.2f)", proportion.low(), proportion.high());
  }
}
