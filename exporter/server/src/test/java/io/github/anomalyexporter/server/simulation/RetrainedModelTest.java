package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.Acceptance;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model that was trained again, on the day after. */
class RetrainedModelTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant START = Simulation.HISTORY_START.plus(DAY);
  private static final Instant END = Simulation.HISTORY_END.plus(DAY);

  private static List<Optional<String>> refusals(TrainedDetector retrained, Frame history) {
    List<Optional<String>> refusals = new ArrayList<>();
    DetectorTraining training = Simulation.training();
    try (Detector previous = training.open(Simulation.trained());
        Detector next = training.open(retrained)) {
      for (int host = 0; host < history.instances().size(); host++) {
        refusals.add(
            Acceptance.refusal(
                previous, next, training.rowsBefore(), Simulation.FEATURES, history, host));
      }
    }
    return refusals;
  }

  @Test
  void one_that_has_learned_another_day_is_taken() {
    Frame history = Simulation.FRAMES.history(Simulation.FLEET.hosts(), START, END);

    List<Optional<String>> refusals = refusals(Simulation.train(history), history);

    assertThat(refusals).containsOnly(Optional.empty());
  }

  @Test
  void one_that_has_learned_what_is_not_its_hosts_is_refused() {
    Frame history = Simulation.FRAMES.history(Simulation.FLEET.hosts(), START, END);
    List<float[]> ofOthers = new ArrayList<>();
    for (int host = 0; host < history.instances().size(); host++) {
      ofOthers.add(history.cells((host + 1) % history.instances().size()));
    }

    List<Optional<String>> refusals =
        refusals(
            Simulation.train(
                new Frame(history.range(), history.columns(), history.instances(), ofOthers)),
            history);

    assertThat(refusals)
        .allSatisfy(refusal -> assertThat(refusal.orElse("")).contains("the previous model"));
  }
}
