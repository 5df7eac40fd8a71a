package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.run.Trainings.Report;
import io.github.anomalyexporter.server.run.Trainings.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is reported of a training. */
class TrainedModelTest {
  private static final String VERSION = "20260302T120000Z";
  private static final TrainingPlan BOTH =
      new TrainingPlan(TrainingPlan.Kind.ALL, List.of(SmallDetector.DB, SmallDetector.WEB));

  private static Report report(Map<Labels, String> leftOut, Map<Labels, String> refused) {
    return new TrainedModel(
            BOTH,
            new Outcome(null, leftOut),
            SmallRuns.manifest(SmallDetector.config(), VERSION),
            refused)
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
    assertThat(
            new TrainedModel(
                    BOTH,
                    new Outcome(null, Map.of(SmallDetector.DB, "too few rows")),
                    null,
                    Map.of())
                .report()
                .result())
        .isEqualTo(Result.NOT_TRAINED);
  }
}
