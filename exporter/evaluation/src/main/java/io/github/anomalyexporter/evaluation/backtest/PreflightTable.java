package io.github.anomalyexporter.evaluation.backtest;

import static io.github.anomalyexporter.evaluation.backtest.Quantity.format;
import static io.github.anomalyexporter.evaluation.backtest.Quantity.megabytes;
import static io.github.anomalyexporter.evaluation.backtest.Quantity.number;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.output.TextTable;
import java.time.Duration;

/** Last part of {@link BacktestTable}: cost of operation. */
final class PreflightTable {
  private static final int MEGABYTE = 1 << 20;

  private static final TextTable COLUMNS = TextTable.of(2, 2).left(14).unaligned();

  private PreflightTable() {}

  static String of(BacktestResult result) {
    Preflight costs = result.preflight();
    Duration interval = result.setup().scoringInterval();
    long runs = Duration.ofDays(1).dividedBy(interval);
    QueryLoad run = costs.scoringRun();
    QueryLoad history = costs.history();
    StringBuilder text =
        new StringBuilder(
            format("%nCost of operation for the current %d instances%n", costs.instances()));
    row(
        text,
        "alerts",
        result.isScored()
            ? "%s per day, as in this range"
                .formatted(number(result.perHostDay(result.alerts().size()) * costs.instances()))
            : "unknown: nothing could be scored");
    row(
        text,
        "scoring",
        format(
            "every %s: %d instant queries and %d samples, which took %.2f s in total; %d queries per day",
            PrometheusDuration.format(interval),
            costs.queriesPerRun(),
            run.samples(),
            seconds(run.time()),
            runs * costs.queriesPerRun()));
    row(
        text,
        "training",
        "every %s: %s range queries over %s, up to %s samples%s"
            .formatted(
                PrometheusDuration.format(result.setup().trainingInterval()),
                costs.queriesPerTraining(),
                PrometheusDuration.format(result.setup().history()),
                Quantity.count(costs.samplesPerTraining()),
                costs.training().isZero()
                    ? ""
                    : format("; training took %.1f s", seconds(costs.training()))));
    row(
        text,
        "this backtest",
        format(
            "%d requests for %s samples, %d failed; mean %.2f s, slowest %.2f s",
            history.requests(),
            Quantity.count(history.samples()),
            history.failed(),
            seconds(history.mean()),
            seconds(history.slowest())));
    row(
        text,
        "memory",
        "-Xmx%sm (the history of a training takes %s of it), and 600 MB outside of the heap"
            .formatted(costs.recommendedHeap() / MEGABYTE, megabytes(costs.trainingHeap())));
    row(
        text,
        "disk",
        costs.modelBytes().isPresent()
            ? megabytes(costs.modelBytes().getAsLong()) + " per stored version of the model"
            : "unknown: no model was stored");
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(COLUMNS.line(name, value)).append(System.lineSeparator());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
