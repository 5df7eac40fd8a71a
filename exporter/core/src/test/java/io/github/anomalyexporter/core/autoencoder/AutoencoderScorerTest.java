package io.github.anomalyexporter.core.autoencoder;

import static io.github.anomalyexporter.core.autoencoder.TestStacks.detector;
import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** One new row after another gives the scores of the whole window, and of the whole history. */
class AutoencoderScorerTest {
  private static final FeatureSet FEATURES =
      new FeatureSet(
          List.of(
              TestFeatures.feature("cpu"),
              TestFeatures.feature("disk"),
              TestFeatures.optional("psi")),
          List.of(
              new EngineeredFeature(
                  "cpu_change", "ratio", Transform.NONE, new Change("cpu", TestFeatures.STEP))),
          TestFeatures.STEP);
  private static final int BEFORE = AutoencoderDetector.rowsBefore(FEATURES);
  private static final Detector DETECTOR = detector(FEATURES, noisy(FEATURES, 500, WEB, DB));
  private static final int ROWS = BEFORE + 60;

  /** Windows of a frame, whose cells may change. */
  private static final class Windows {
    final Frame frame;

    /** For each instance the rows that the scorer has seen. */
    private final int[] seen;

    Windows(Frame frame) {
      this.frame = frame;
      this.seen = new int[frame.instances().size()];
    }

    /** Returns the window that ends at a row. */
    Frame window(List<Labels> instances, int row) {
      return frame.part(instances, row - BEFORE, row + 1);
    }

    /** Returns the same window, which knows what is new. */
    RecentRows recent(List<Labels> instances, int row) {
      Frame window = window(instances, row);
      int[] firstNew =
          instances.stream()
              .mapToInt(it -> Math.max(0, seen[frame.instances().indexOf(it)] - (row - BEFORE)))
              .toArray();
      instances.forEach(it -> seen[frame.instances().indexOf(it)] = row + 1);
      return new RecentRows() {
        @Override
        public TimeRange range() {
          return window.range();
        }

        @Override
        public List<Labels> instances() {
          return window.instances();
        }

        @Override
        public int firstNew(int instance) {
          return firstNew[instance];
        }

        @Override
        public void copyRow(int instance, int row, float[] cells) {
          window.copyRow(instance, row, cells);
        }
      };
    }

    /** A row is received late. */
    void change(Labels instance, int row, float value) {
      int index = frame.instances().indexOf(instance);
      Arrays.fill(frame.cells(index), row * 3, row * 3 + 3, value);
      seen[index] = Math.min(seen[index], row);
    }
  }

  /** With gaps of cells and of rows, hosts without one of the features, and incidents. */
  private static Frame eventful(SplittableRandom random) {
    boolean[] gap = new boolean[ROWS];
    int length = 0;
    for (int row = 0; row < ROWS; row++) {
      length = length > 0 ? length - 1 : random.nextInt(40) == 0 ? random.nextInt(50) : 0;
      gap[row] = length > 0;
    }
    boolean without = random.nextBoolean();
    int incident = random.nextInt(ROWS);
    return frame(
        FEATURES,
        ROWS,
        (host, row, column) ->
            (host == 0 && gap[row])
                    || (host == 1 && column == 0 && gap[row])
                    || (column == 2 && without)
                    || random.nextInt(60) == 0
                ? Float.NaN
                : noise(row >= incident && row < incident + 6 ? 5 : 0, row, column),
        WEB,
        DB,
        CACHE);
  }

  private static void assertSame(Scores found, int row, Scores expected, int other) {
    assertThat(found.instance(row)).isEqualTo(expected.instance(other));
    assertThat(found.time(row)).isEqualTo(expected.time(other));
    assertThat(found.state(row)).isEqualTo(expected.state(other));
    assertClose(found.coverage(row), expected.coverage(other), 1e-6);
    assertClose(found.score(row), expected.score(other), 1e-5 * expected.score(other));
    for (int input = 0; input < FEATURES.size(); input++) {
      // Of the large squares of an incident, some rounding remains in the sums.
      assertClose(found.share(row, input), expected.share(other, input), 5e-4);
      assertClose(found.actual(row, input), expected.actual(other, input), 0);
      assertClose(found.expected(row, input), expected.expected(other, input), 1e-5);
      assertClose(found.lower(row, input), expected.lower(other, input), 1e-5);
      assertClose(found.upper(row, input), expected.upper(other, input), 1e-5);
    }
  }

  private static void assertClose(double found, double expected, double tolerance) {
    if (Double.isNaN(expected)) {
      assertThat(found).isNaN();
    } else {
      assertThat(found).isCloseTo(expected, within(tolerance + 1e-9));
    }
  }

  @Property(tries = 30)
  void row_by_row_is_as_the_window_and_as_all_rows(@ForAll long seed) {
    Frame frame = eventful(new SplittableRandom(seed));
    Windows windows = new Windows(frame);
    Scorer scorer = DETECTOR.scorer();
    List<Scores> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(DETECTOR.scoreRows(frame, i));
    }
    for (int row = BEFORE; row < ROWS; row++) {
      Scores found = scorer.score(windows.recent(frame.instances(), row));
      Scores window = DETECTOR.score(windows.window(frame.instances(), row));
      for (int i = 0; i < 3; i++) {
        assertSame(found, i, window, i);
        assertSame(found, i, all.get(i), row);
      }
    }
  }

  /** Runs are missed, hosts come and go in any order, and rows are received late. */
  @Property(tries = 30)
  void whatever_is_missed_the_scores_are_those_of_the_window(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int quiet) {
    SplittableRandom random = new SplittableRandom(seed);
    Windows windows = new Windows(eventful(random));
    Scorer scorer = DETECTOR.scorer();
    for (int row = BEFORE; row < ROWS; row++) {
      if (random.nextInt(quiet) == 0) {
        row = Math.min(ROWS - 1, row + random.nextInt(8));
      }
      List<Labels> instances = new ArrayList<>(windows.frame.instances());
      if (random.nextInt(quiet) == 0) {
        instances.remove(random.nextInt(3));
      }
      if (random.nextInt(quiet) == 0) {
        Collections.swap(instances, 0, 1);
      }
      if (random.nextInt(quiet) == 0) {
        windows.change(WEB, row - random.nextInt(BEFORE), random.nextInt(3));
      }
      Scores found = scorer.score(windows.recent(instances, row));
      Scores window = DETECTOR.score(windows.window(instances, row));
      for (int i = 0; i < instances.size(); i++) {
        assertSame(found, i, window, i);
      }
    }
  }

  /** Runs every quarter of a step: each phase has its own rows. */
  @Test
  void phases_do_not_mix() {
    Frame even = frame(FEATURES, ROWS, (host, row, column) -> noise(0, row, column), WEB);
    TimeRange range = even.range();
    Duration half = Duration.ofMillis(range.step().toMillis() / 2);
    Frame odd =
        new Frame(
            new TimeRange(range.start().plus(half), range.end().plus(half), range.step()),
            even.columns(),
            even.instances(),
            List.of(
                frame(FEATURES, ROWS, (host, row, column) -> noise(3, row, column), WEB).cells(0)));
    Windows ofEven = new Windows(even);
    Windows ofOdd = new Windows(odd);
    Scorer scorer = DETECTOR.scorer();
    for (int row = BEFORE; row < ROWS; row++) {
      for (Windows windows : List.of(ofEven, ofOdd)) {
        assertSame(
            scorer.score(windows.recent(List.of(WEB), row)),
            0,
            DETECTOR.score(windows.window(List.of(WEB), row)),
            0);
      }
    }
  }

  /** A row of work: the rows before are neither read nor computed again. */
  @Test
  void only_the_new_row_is_read() {
    Windows windows = new Windows(eventful(new SplittableRandom(1)));
    Scorer scorer = DETECTOR.scorer();
    scorer.score(windows.recent(windows.frame.instances(), BEFORE));
    RecentRows next = windows.recent(windows.frame.instances(), BEFORE + 1);
    scorer.score(
        new RecentRows() {
          @Override
          public TimeRange range() {
            return next.range();
          }

          @Override
          public List<Labels> instances() {
            return next.instances();
          }

          @Override
          public int firstNew(int instance) {
            return next.firstNew(instance);
          }

          @Override
          public void copyRow(int instance, int row, float[] cells) {
            assertThat(row).isEqualTo(BEFORE);
            next.copyRow(instance, row, cells);
          }
        });
  }
}
