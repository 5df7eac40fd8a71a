package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.recent.ScorePoint;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scores of the hours before the first scoring. */
class PastScoringTest {
  private static final Instant NOW = KnownState.TIME;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final DetectorState state = KnownState.scored();
  private final List<TimeRange> asked = new ArrayList<>();

  private boolean fails;

  private final PastScoring scoring = new PastScoring(state, this::rows);

  /** Half an hour before the end both features are far off for ten minutes. */
  private Frame rows(List<Labels> instances, TimeRange range) {
    asked.add(range);
    if (fails) {
      throw new SampleStoreException(Path.of("samples"), "broken");
    }
    List<float[]> tables = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      float[] cells = new float[2 * range.points()];
      for (int row = 0; row < range.points(); row++) {
        Duration age = Duration.between(range.at(row), NOW);
        boolean isOff = age.toMinutes() >= 20 && age.toMinutes() < 30;
        cells[2 * row] = isOff ? 5 : 0.5f;
        cells[2 * row + 1] = isOff ? 5000 : 500.5f;
      }
      tables.add(cells);
    }
    return new Frame(range, List.of("cpu", "memory"), instances, tables);
  }

  private List<ScorePoint> points(Labels instance) {
    return state
        .recentScores()
        .read(instance, TimeRange.endingAt(NOW, MINUTE, PastScoring.STEPS + 10));
  }

  @Test
  void the_last_hours_are_scored_once() throws InterruptedException {
    state.recentScores().add(KnownState.ANOMALOUS, NOW, 5, 2);

    scoring.run(NOW);
    scoring.run(NOW.plus(MINUTE));

    assertThat(asked).hasSize(1);
    List<ScorePoint> points = points(KnownState.ANOMALOUS);
    assertThat(points).hasSize(PastScoring.STEPS);
    assertThat(points.get(points.size() - 1))
        .as("a score that was published stays")
        .isEqualTo(new ScorePoint(NOW, 2.5, 2, 5));
    assertThat(points)
        .filteredOn(ScorePoint::isAnomalous)
        .extracting(ScorePoint::time)
        .contains(NOW.minus(MINUTE.multipliedBy(29)))
        .doesNotContain(NOW.minus(MINUTE.multipliedBy(31)));
  }

  @Test
  void without_a_model_nothing_is_asked() throws InterruptedException {
    PastScoring early = new PastScoring(new DetectorState(KnownState.config()), this::rows);

    early.run(NOW);

    assertThat(asked).isEmpty();
  }

  @Test
  void a_failure_is_tried_again_later() throws InterruptedException {
    fails = true;
    scoring.run(NOW);
    fails = false;
    scoring.run(NOW.plus(MINUTE));
    assertThat(asked).hasSize(1);

    scoring.run(NOW.plus(MINUTE.multipliedBy(10)));

    assertThat(asked).hasSize(2);
    assertThat(points(KnownState.ANOMALOUS)).isNotEmpty();
  }
}
