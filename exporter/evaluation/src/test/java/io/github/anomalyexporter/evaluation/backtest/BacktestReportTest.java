package io.github.anomalyexporter.evaluation.backtest;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.Golden;
import io.github.anomalyexporter.evaluation.past.FleetScores;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.ScoredFleet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A day of three hosts: an anomaly from row 600 to 629, none, and no scores. */
class BacktestReportTest {
  private static final int ROWS = 1440;
  private static final int ONSET = 600;
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final TimeRange DAY =
      TimeRange.endingAt(START.plus(Duration.ofMinutes(ROWS - 1)), Duration.ofMinutes(1), ROWS);
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk");
  private static final Labels WEB = Labels.of("instance", "web-1:9100", "job", "node");
  private static final Labels DB = Labels.of("instance", "db-1:9100", "job", "node");
  private static final Labels NEW = Labels.of("instance", "new-1:9100", "job", "node");

  @Test
  void a_backtest_with_incidents() throws IOException {
    BacktestResult result =
        result(
            fleet(List.of(DB, NEW, WEB), true),
            List.of(
                Incident.of("web-1:9100", DAY.at(ONSET), DAY.at(ONSET + 30), "disk full"),
                new Incident(
                    "", Labels.of("job", "node"), DAY.at(ONSET), DAY.at(ONSET + 10), "rollout"),
                Incident.of("db-1:9100", DAY.at(100), DAY.at(110), ""),
                Incident.of("db-1", DAY.at(200), DAY.at(210), "typing error")),
            new Preflight(
                3,
                3,
                new QueryLoad(3, 0, 6, Duration.ofMillis(45), Duration.ofMillis(20)),
                2,
                120_960,
                new QueryLoad(12, 1, 8_640, Duration.ofMillis(1_206), Duration.ofMillis(251)),
                Duration.ofMillis(2_340),
                1_500_000,
                512 << 20,
                OptionalLong.of(123_456)));

    Golden.assertIs("backtest-incidents.json", BacktestJson.of(result));
    Golden.assertIs("backtest-incidents.txt", BacktestTable.of(result));
  }

  @Test
  void a_backtest_without_incidents() throws IOException {
    BacktestResult result = result(fleet(List.of(DB), true), null, untrained());

    Golden.assertIs("backtest.json", BacktestJson.of(result));
    Golden.assertIs("backtest.txt", BacktestTable.of(result));
  }

  @Test
  void a_backtest_without_scores() throws IOException {
    BacktestResult result = result(fleet(List.of(NEW), false), List.of(), untrained());

    Golden.assertIs("backtest-unscored.json", BacktestJson.of(result));
    Golden.assertIs("backtest-unscored.txt", BacktestTable.of(result));
  }

  private static BacktestResult result(
      FleetScores scores, @Nullable List<Incident> incidents, Preflight preflight) {
    return BacktestResult.of(
        new BacktestResult.Setup(
            "node", Duration.ofSeconds(15), Duration.ofDays(7), Duration.ofDays(1)),
        1,
        scores,
        incidents,
        preflight);
  }

  private static Preflight untrained() {
    return new Preflight(
        1,
        3,
        QueryLoad.NONE,
        2,
        960,
        QueryLoad.NONE,
        Duration.ZERO,
        1_500_000,
        512 << 20,
        OptionalLong.empty());
  }

  private static FleetScores fleet(List<Labels> instances, boolean scored) {
    ScoredFleet fleet = new ScoredFleet(instances, DAY, Map.of());
    for (Labels instance : instances) {
      if (scored && !instance.equals(NEW)) {
        fleet.scored(instance, 0, scores(instance), ROWS, new TestTrained(FEATURES, List.of()));
      } else {
        fleet.leftOut(instance, "1h00m of history, needs 2h00m");
      }
    }
    return new FleetScores(DAY, fleet.instances());
  }

  /** The disk has three quarters of each error; the expected load is unknown. */
  private static Scores scores(Labels instance) {
    double[] errors = new double[ROWS];
    Arrays.fill(errors, 0.4);
    if (instance.equals(WEB)) {
      Arrays.fill(errors, ONSET, ONSET + 30, 3);
      errors[ONSET + 7] = 4.5;
    }
    ScoresBuilder rows = Scores.of(instance, FEATURES, DAY);
    for (int row = 0; row < ROWS; row++) {
      rows.putValues(row, new float[] {0.7f, row}, 0);
      rows.putState(row, InstanceState.OK, 1);
      rows.putScore(
          row, errors[row], 1, 1, new float[] {0.2f, 0.8f}, new double[] {Double.NaN, row / 3.0});
    }
    return rows.build();
  }
}
