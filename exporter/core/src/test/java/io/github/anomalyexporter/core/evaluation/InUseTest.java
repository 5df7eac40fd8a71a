package io.github.anomalyexporter.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InUseTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");

  /** A row an hour: 24 a day. */
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), HOUR);

  /** Too few to compare a detector with the one before. */
  private static final int HISTORY = 80;

  /** So many rows before a row that the history is too short to refuse a model by. */
  private static final int BEFORE = 64;

  private final Recorder recorder = new Recorder();

  /**
   * Remembers what it is trained on and asked to score. Its threshold is the mean of what it was
   * trained on; the error of a row is the sum of the window up to that row.
   */
  private static final class Recorder implements TrainableDetector {
    final List<Frame> histories = new ArrayList<>();
    final List<Long> seeds = new ArrayList<>();
    final List<Frame> windows = new ArrayList<>();
    int open;

    @Override
    public RowScorer train(
        FeatureSet features, Frame history, long seed, TrainingProgress progress) {
      histories.add(history);
      seeds.add(seed);
      open++;
      double mean = mean(history.cells(0));
      return new RowScorer() {
        @Override
        public int rowsBefore() {
          return features.lagRows() + BEFORE;
        }

        @Override
        public RowScores score(Frame frame, int instance) {
          windows.add(frame);
          double[] errors = new double[frame.rows()];
          double sum = 0;
          for (int row = 0; row < errors.length; row++) {
            sum += frame.cells(instance)[row];
            errors[row] = sum;
          }
          double[] thresholds = new double[errors.length];
          Arrays.fill(thresholds, mean);
          return new RowScores(List.of("cpu"), errors, thresholds, new float[errors.length]);
        }

        @Override
        public Optional<Calibration> calibration(Labels instance) {
          return Optional.of(
              Calibrator.calibrate(
                  ErrorTimeline.consecutive(new double[] {mean}),
                  ThresholdOptions.DEFAULT,
                  null,
                  1));
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** Of hosts in turn; each cell is the number of its row since the start, a thousand a host. */
  private static Frame numbered(int from, int rows, Labels... hosts) {
    List<float[]> cells = new ArrayList<>();
    for (int host = 0; host < hosts.length; host++) {
      float[] column = new float[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = 1000 * host + from + row;
      }
      cells.add(column);
    }
    return new Frame(
        new TimeRange(
            START.plus(HOUR.multipliedBy(from)),
            START.plus(HOUR.multipliedBy(from + rows - 1L)),
            HOUR),
        List.of("cpu"),
        List.of(hosts),
        cells);
  }

  private RowScorer inUse(Frame history) {
    return new InUse(recorder).train(FEATURES, history, 7, TrainingProgress.SILENT);
  }

  @Test
  void it_is_trained_at_the_beginning_of_each_day_on_as_many_rows_as_at_first() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
      RowScores scores = scorer.score(numbered(HISTORY, 60, WEB), 0);

      assertThat(scores.rows()).isEqualTo(60);
    }
    assertThat(recorder.histories).as("two days and a half").hasSize(3);
    for (int day = 0; day < 3; day++) {
      Frame known = recorder.histories.get(day);
      assertThat(known.rows()).isEqualTo(HISTORY);
      assertThat(known.instances()).containsExactly(WEB);
      assertThat(known.range().end())
          .as("the last row before the day")
          .isEqualTo(START.plus(HOUR.multipliedBy(HISTORY + 24L * day - 1)));
      assertThat(known.cells(0)).isEqualTo(numbered(24 * day, HISTORY, WEB).cells(0));
    }
    assertThat(recorder.seeds).containsOnly(7L);
    assertThat(recorder.open).as("each is closed").isZero();
  }

  @Test
  void each_row_is_scored_by_the_detector_of_its_day() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
      RowScores scores = scorer.score(numbered(HISTORY, 60, WEB), 0);

      for (int row = 0; row < 60; row++) {
        int day = row / 24;
        assertThat(scores.threshold(row))
            .isEqualTo(mean(numbered(24 * day, HISTORY, WEB).cells(0)));
      }
    }
  }

  @Test
  void the_first_rows_of_a_day_look_back_on_those_before_it() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
      RowScores scores = scorer.score(numbered(HISTORY, 60, WEB), 0);

      Frame first = recorder.windows.get(0);
      assertThat(first.cells(0)).isEqualTo(numbered(0, HISTORY + 24, WEB).cells(0));
      assertThat(first.range()).isEqualTo(numbered(0, HISTORY + 24, WEB).range());
      Frame second = recorder.windows.get(1);
      assertThat(second.cells(0)).isEqualTo(numbered(24, HISTORY + 24, WEB).cells(0));
      assertThat(scores.error(24)).isEqualTo(sum(24, HISTORY + 24));
      assertThat(scores.error(59)).isEqualTo(sum(48, HISTORY + 59));
    }
  }

  /** Of the numbers from one to another, both included. */
  private static double sum(int from, int to) {
    return IntStream.rangeClosed(from, to).sum();
  }

  @Test
  void a_day_looks_back_on_no_fewer_rows_than_its_features_need() {
    Duration window = Duration.ofHours(400);
    FeatureSet lagging =
        new FeatureSet(
            FEATURES.features(),
            List.of(
                new EngineeredFeature(
                    "mean", "ratio", Transform.NONE, new RollingMean("cpu", window))),
            HOUR);
    try (RowScorer scorer =
        new InUse(recorder).train(lagging, numbered(0, 1000, WEB), 7, TrainingProgress.SILENT)) {
      scorer.score(numbered(1000, 24, WEB), 0);
    }

    assertThat(recorder.windows.get(0).rows())
        .isGreaterThanOrEqualTo(lagging.lagRows() + BEFORE + 24);
  }

  @Test
  void a_rows_score_depends_on_no_later_row() {
    Frame calm = numbered(HISTORY, 60, WEB);
    for (int changed : new int[] {1, 23, 24, 25, 47, 48, 59}) {
      float[] cells = calm.cells(0).clone();
      Arrays.fill(cells, changed, 60, 1e6f);
      Frame ill = new Frame(calm.range(), calm.columns(), calm.instances(), List.of(cells));
      try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
        RowScores calmScores = scorer.score(calm, 0);
        RowScores illScores = scorer.score(ill, 0);

        for (int row = 0; row < changed; row++) {
          assertThat(illScores.error(row)).isEqualTo(calmScores.error(row));
          assertThat(illScores.threshold(row)).isEqualTo(calmScores.threshold(row));
        }
        assertThat(illScores.error(changed)).isNotEqualTo(calmScores.error(changed));
      }
    }
  }

  @Test
  void an_instance_has_its_own_past() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, DB, WEB))) {
      scorer.score(numbered(HISTORY, 24, WEB), 0);
    }

    Frame known = recorder.histories.get(0);
    assertThat(known.instances()).containsExactly(WEB);
    assertThat(known.cells(0)).isEqualTo(numbered(0, HISTORY, DB, WEB).cells(1));
  }

  @Test
  void less_than_a_day_is_scored_by_the_first_training() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
      assertThat(scorer.score(numbered(HISTORY, 5, WEB), 0).rows()).isEqualTo(5);
    }

    assertThat(recorder.histories).hasSize(1);
  }

  @Test
  void the_calibration_is_that_of_the_last_day() {
    try (RowScorer scorer = inUse(numbered(0, HISTORY, WEB))) {
      assertThat(scorer.calibration(WEB)).as("before any").isEmpty();
      scorer.score(numbered(HISTORY, 60, WEB), 0);

      assertThat(scorer.calibration(WEB).orElseThrow().errors().mean())
          .isEqualTo(mean(numbered(48, HISTORY, WEB).cells(0)));
    }
  }
}
