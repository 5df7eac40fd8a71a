package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.run.Trainings.Report;
import io.github.anomalyexporter.server.run.Trainings.Result;
import io.github.anomalyexporter.server.store.LoadedModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is reported of a training. */
class TrainedModelTest {
  private static final String VERSION = "20260302T120000Z";
  private static final TrainingPlan BOTH =
      new TrainingPlan(TrainingPlan.Kind.ALL, List.of(SmallDetector.DB, SmallDetector.WEB));

  private static Report report(Map<Labels, String> untrained, Map<Labels, String> refused) {
    return report(untrained, Map.of(), refused);
  }

  private static Report report(
      Map<Labels, String> untrained, Map<Labels, String> failed, Map<Labels, String> refused) {
    return new TrainedModel(
            BOTH,
            new LoadedModel(
                SmallRuns.manifest(SmallDetector.config(), VERSION),
                SmallDetector.train(SmallDetector.config())),
            untrained,
            failed,
            refused,
            0)
        .report();
  }

  @Test
  void the_new_model_is_accepted_if_any_instance_takes_it() {
    assertThat(report(Map.of(), Map.of(SmallDetector.WEB, "finds 1 of 9")))
        .isEqualTo(
            new Report(
                Result.ACCEPTED,
                "1 instances keep the previous model; " + SmallDetector.WEB + ": finds 1 of 9",
                VERSION,
                2,
                1));
  }

  @Test
  void the_previous_model_is_kept_if_all_trained_instances_keep_it() {
    assertThat(
            report(
                Map.of(SmallDetector.DB, "too few rows"),
                Map.of(SmallDetector.WEB, "finds 1 of 9")))
        .extracting(Report::result, Report::trained, Report::kept)
        .containsExactly(Result.KEPT, 1, 1);
  }

  @Test
  void an_instance_that_could_not_be_trained_is_named() {
    assertThat(report(Map.of(SmallDetector.DB, "too few rows"), Map.of()))
        .extracting(Report::result, Report::reason)
        .containsExactly(
            Result.ACCEPTED, "1 instances not trained; " + SmallDetector.DB + ": too few rows");
    assertThat(report(Map.of(), Map.of(SmallDetector.DB, "timeout"), Map.of()))
        .extracting(Report::result, Report::reason, Report::trained)
        .containsExactly(
            Result.ACCEPTED,
            "1 instances could not be read and keep their previous model; "
                + SmallDetector.DB
                + ": timeout",
            1);
    assertThat(
            new TrainedModel(
                    BOTH, null, Map.of(SmallDetector.DB, "too few rows"), Map.of(), Map.of(), 0)
                .report()
                .result())
        .isEqualTo(Result.NOT_TRAINED);
  }
}
