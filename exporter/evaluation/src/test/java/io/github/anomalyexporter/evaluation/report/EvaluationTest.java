package io.github.anomalyexporter.evaluation.report;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.InputException;
import io.github.anomalyexporter.evaluation.input.Pair;
import io.github.anomalyexporter.evaluation.past.InUse;
import io.github.anomalyexporter.evaluation.past.Protocol;
import io.github.anomalyexporter.evaluation.past.TrainedOnce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  @TempDir private Path directory;

  private void evaluate(TestKind.Trainer trainer, Protocol protocol) throws IOException {
    String rows = "1\n".repeat(120);
    Pair pair =
        Pair.of(
            Files.writeString(directory.resolve("a.train.csv"), "cpu\n" + rows),
            Files.writeString(directory.resolve("a.test.csv"), "cpu\n3\n"));
    Dataset dataset = Dataset.read(pair, Duration.ofMinutes(1));
    DetectorTraining training =
        new DetectorTraining(
            new TestKind(
                features -> 0,
                trainer,
                (trained, minCoverage) -> {
                  throw new AssertionError("nothing was trained");
                }),
            dataset.features(),
            TestKind.OPTIONS);
    Evaluation.of(dataset, "failing", training, protocol, TrainingProgress.SILENT);
  }

  @Test
  void a_history_too_short_is_reported_with_its_file() {
    for (Protocol protocol : List.of(new TrainedOnce(), new InUse())) {
      assertThatThrownBy(
              () ->
                  evaluate(
                      (training, into) -> {
                        training.leaveOut(
                            training.histories().get(0).instance(), "2 rows, needs 100");
                        return null;
                      },
                      protocol))
          .isInstanceOf(InputException.class)
          .hasMessage(
              directory.resolve("a.train.csv") + ": cannot be trained on: 2 rows, needs 100");
    }
  }

  @Test
  void a_fault_of_the_program_is_not_taken_for_too_short_a_history() {
    IllegalArgumentException fault = new IllegalArgumentException("rows of another width");

    for (Protocol protocol : List.of(new TrainedOnce(), new InUse())) {
      assertThatThrownBy(
              () ->
                  evaluate(
                      (training, into) -> {
                        throw fault;
                      },
                      protocol))
          .isSameAs(fault);
    }
  }
}
