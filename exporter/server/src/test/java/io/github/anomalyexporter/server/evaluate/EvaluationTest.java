package io.github.anomalyexporter.server.evaluate;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.evaluation.HistoryTooShortException;
import io.github.anomalyexporter.core.evaluation.InUse;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  @TempDir private Path directory;

  private void evaluate(TrainableDetector detector) throws IOException {
    Pair pair =
        Pair.of(
            Files.writeString(directory.resolve("a.train.csv"), "cpu\n1\n2\n"),
            Files.writeString(directory.resolve("a.test.csv"), "cpu\n3\n"));
    Dataset dataset = Dataset.read(pair, Duration.ofMinutes(1));
    Evaluation.of(dataset, "failing", detector, 1, TrainingProgress.SILENT);
  }

  private static TrainableDetector failing(RuntimeException failure) {
    return (features, history, seed, progress) -> {
      throw failure;
    };
  }

  @Test
  void a_history_too_short_is_told_with_its_file() {
    TrainableDetector detector = failing(new HistoryTooShortException("2 rows, needs 100"));

    assertThatThrownBy(() -> evaluate(detector))
        .isInstanceOf(InputException.class)
        .hasMessage(directory.resolve("a.train.csv") + ": cannot be trained on: 2 rows, needs 100");
  }

  @Test
  void a_history_too_short_is_told_with_its_file_in_use_too() {
    TrainableDetector detector = failing(new HistoryTooShortException("2 rows, needs 100"));

    assertThatThrownBy(() -> evaluate(new InUse(detector)))
        .isInstanceOf(InputException.class)
        .hasMessage(directory.resolve("a.train.csv") + ": cannot be trained on: 2 rows, needs 100");
  }

  @Test
  void a_fault_of_the_program_is_not_taken_for_too_short_a_history() {
    IllegalArgumentException fault = new IllegalArgumentException("rows of another width");

    assertThatThrownBy(() -> evaluate(failing(fault))).isSameAs(fault);
    assertThatThrownBy(() -> evaluate(new InUse(failing(fault)))).isSameAs(fault);
  }
}
