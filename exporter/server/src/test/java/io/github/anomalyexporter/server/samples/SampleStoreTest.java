package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.LIMITS;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static io.github.anomalyexporter.server.samples.SampleFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleStoreTest {
  private static final float NONE = Float.NaN;

  /** More than a window and a span, so that there are blocks and recent rows. */
  private static final int MINUTES = 600;

  private static final int MINUTES_OF_A_BATCH = 20;

  @TempDir Path directory;
  private Instant now = minute(10_000);
  private SampleStore store;

  @BeforeEach
  void open() {
    store = open(FEATURES, LIMITS);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path file() {
    return directory.resolve("node/samples.mv");
  }

  private SampleStore open(List<String> features, SampleLimits limits) {
    InstantSource clock = () -> now;
    return SampleStore.open(file(), features, limits, clock);
  }

  private void reopen(List<String> features, SampleLimits limits) {
    store.close();
    store = open(features, limits);
  }

  private static List<Sample> minutes(int host, long from, long to) {
    return LongStream.range(from, to).mapToObj(minute -> sample(host, minute)).toList();
  }

  private Frame frame(Instant end, int rows, Labels... instances) {
    return store.frame(List.of(instances), TimeRange.endingAt(end, STEP, rows));
  }

  private float[] row(int host, Instant time) {
    return frame(time, 1, host(host)).cells(0);
  }

  /**
   * Minutes one after another, as they come in use, some at a time: a commit takes milliseconds.
   */
  private void live(int hosts, long from, long to) {
    for (long first = from; first < to; first += MINUTES_OF_A_BATCH) {
      List<Sample> batch = new ArrayList<>();
      for (long minute = first; minute < Math.min(to, first + MINUTES_OF_A_BATCH); minute++) {
        for (int host = 0; host < hosts; host++) {
          batch.add(sample(host, minute));
        }
      }
      store.append(batch);
    }
  }

  @Test
  void a_frame_has_the_samples_of_the_grid() {
    store.append(List.of(sample(1, 0), sample(1, 1), sample(2, 1), sample(1, 3)));

    Frame frame = frame(minute(3), 4, host(2), host(1), host(7));

    assertThat(frame.columns()).isEqualTo(FEATURES);
    assertThat(frame.instances()).containsExactly(host(2), host(1), host(7));
    assertThat(frame.cells(0))
        .containsExactly(NONE, NONE, NONE, 1, 2.001f, 1, NONE, NONE, NONE, NONE, NONE, NONE);
    assertThat(frame.cells(1))
        .containsExactly(0, 1, 1, 1, 1.001f, 1, NONE, NONE, NONE, 3, 1.003f, 1);
    assertThat(frame.presentRows(2).isEmpty()).isTrue();
  }

  @Test
  void a_row_takes_the_last_sample_of_the_step_before_whatever_the_phase() {
    Instant end = minute(5).plusSeconds(15);
    Sample atStart = new Sample(host(1), end.minus(STEP), new float[] {1, 1, 1});
    Sample early = new Sample(host(1), end.minusSeconds(30), new float[] {2, 2, 2});
    Sample late = new Sample(host(1), end.minusMillis(1), new float[] {3, NONE, 3});
    Sample after = new Sample(host(1), end.plusMillis(1), new float[] {4, 4, 4});
    store.append(List.of(late, after, early, atStart));

    assertThat(frame(end, 2, host(1)).cells(0)).containsExactly(1, 1, 1, 3, NONE, 3);
    assertThat(row(1, end.minusSeconds(20))).containsExactly(2, 2, 2);
    assertThat(row(1, end.plusMillis(1))).containsExactly(4, 4, 4);
  }

  @Test
  void windows_and_histories_have_the_same_rows_before_and_after_rows_are_sealed() {
    live(3, 0, 60);
    Frame before = frame(minute(59), 60, host(0), host(1), host(2));
    live(3, 60, MINUTES);

    Frame after = frame(minute(59), 60, host(0), host(1), host(2));
    Frame all = frame(minute(MINUTES - 1), MINUTES, host(1));

    for (int i = 0; i < 3; i++) {
      assertThat(after.cells(i)).isEqualTo(before.cells(i));
    }
    for (int minute = 0; minute < MINUTES; minute++) {
      assertThat(all.part(0, minute, minute + 1).cells(0)).isEqualTo(values(1, minute));
    }
  }

  @Test
  void samples_are_there_after_the_store_is_opened_again() {
    live(2, 0, MINUTES);
    Frame before = frame(minute(MINUTES), MINUTES, host(0), host(1));

    reopen(FEATURES, LIMITS);

    Frame after = frame(minute(MINUTES), MINUTES, host(0), host(1));
    assertThat(after.cells(0)).isEqualTo(before.cells(0));
    assertThat(after.cells(1)).isEqualTo(before.cells(1));
    assertThat(store.append(minutes(1, 0, MINUTES)))
        .isEqualTo(new Appended(Collections.nCopies(MINUTES, Outcome.DUPLICATE)));
  }

  @Test
  void a_sample_that_comes_again_changes_nothing() {
    Sample first = new Sample(host(1), minute(1), new float[] {1, NONE, 3});
    Sample again = new Sample(host(1), minute(1), new float[] {1, NONE, 3});
    Sample different = new Sample(host(1), minute(1), new float[] {1, 2, 3});

    assertThat(store.append(List.of(first, again)))
        .isEqualTo(new Appended(List.of(Outcome.ADDED, Outcome.DUPLICATE)));
    assertThat(store.append(List.of(again))).isEqualTo(new Appended(List.of(Outcome.DUPLICATE)));
    assertThat(store.append(List.of(different))).isEqualTo(new Appended(List.of(Outcome.CONFLICT)));
    assertThat(row(1, minute(1))).containsExactly(1, NONE, 3);
  }

  @Test
  void a_sample_of_a_block_that_comes_again_changes_nothing() {
    live(1, 0, MINUTES);
    Sample different = new Sample(host(0), minute(7), new float[] {7, 7, 7});
    Sample replaced = new Sample(host(0), minute(7).minusSeconds(1), new float[] {6, 6, 6});

    assertThat(store.append(List.of(sample(0, 7))))
        .isEqualTo(new Appended(List.of(Outcome.DUPLICATE)));
    assertThat(store.append(List.of(different))).isEqualTo(new Appended(List.of(Outcome.CONFLICT)));
    assertThat(store.append(List.of(replaced))).isEqualTo(new Appended(List.of(Outcome.DUPLICATE)));
    assertThat(row(0, minute(7))).isEqualTo(values(0, 7));
  }

  @Test
  void infinite_values_are_missing() {
    float[] values = {Float.POSITIVE_INFINITY, 2, Float.NEGATIVE_INFINITY};
    store.append(List.of(new Sample(host(1), minute(1), values)));

    assertThat(row(1, minute(1))).containsExactly(NONE, 2, NONE);
  }

  @Test
  void samples_in_any_order_give_the_same_frame() {
    List<Sample> samples = new ArrayList<>();
    for (int host = 0; host < 3; host++) {
      samples.addAll(minutes(host, 0, MINUTES));
    }
    Collections.shuffle(samples, new Random(1));
    for (int from = 0; from < samples.size(); from += 100) {
      store.append(samples.subList(from, from + 100));
    }
    live(3, MINUTES, MINUTES + 300);

    Frame frame = frame(minute(MINUTES - 1), MINUTES, host(0), host(1), host(2));
    for (int minute = 0; minute < MINUTES; minute++) {
      assertThat(frame.part(1, minute, minute + 1).cells(0)).isEqualTo(values(1, minute));
    }
    assertThat(frame.presentCells()).isEqualTo(3L * 3 * MINUTES);
  }

  @Test
  void of_several_samples_in_a_step_the_last_one_remains() {
    List<Sample> samples = new ArrayList<>();
    for (int second = 0; second < 3 * 3600; second += 15) {
      float[] values = {second, 0, 0};
      samples.add(new Sample(host(1), minute(0).plusSeconds(second), values));
    }
    store.append(samples);
    live(1, 180, MINUTES);

    Frame history = frame(minute(170), 170, host(1));
    for (int minute = 1; minute <= 170; minute++) {
      assertThat(history.cells(0)[(minute - 1) * 3]).isEqualTo(60f * minute);
    }
    assertThat(row(1, minute(3).plusSeconds(15))).as("replaced").containsExactly(180, 0, 0);
  }

  @Test
  void instances_are_those_with_a_sample_in_the_range() {
    live(2, 0, 300);
    store.append(List.of(sample(3, 299), sample(4, 10)));

    assertThat(store.instances(minute(298), minute(299)))
        .containsExactly(host(0), host(1), host(3));
    assertThat(store.instances(minute(299), minute(400))).isEmpty();
    assertThat(store.instances(minute(9), minute(10))).containsExactly(host(0), host(1), host(4));
    assertThat(store.instances(minute(-10), minute(-1))).isEmpty();
  }

  @Test
  void a_history_is_as_long_as_the_rows_of_the_grid_with_a_sample() {
    live(1, 0, 300);
    store.append(minutes(1, 290, 295));
    store.append(List.of(new Sample(host(1), minute(293).minusSeconds(1), values(1, 1))));

    assertThat(store.histories(minute(299), Duration.ofDays(1)))
        .containsOnly(
            Map.entry(host(0), Duration.ofHours(5)), Map.entry(host(1), Duration.ofMinutes(5)));
    assertThat(store.histories(minute(99).plusSeconds(59), Duration.ofMinutes(50)))
        .containsOnly(Map.entry(host(0), Duration.ofMinutes(50)));
    assertThat(store.histories(minute(150), Duration.ofDays(1)).get(host(0)))
        .isEqualTo(Duration.ofMinutes(151));
    assertThat(store.histories(minute(-1), Duration.ofDays(1))).isEmpty();
  }

  @Test
  void columns_are_matched_by_name_and_removed_ones_come_back() {
    live(1, 0, 300);
    reopen(List.of("disk", "network", "cpu"), LIMITS);
    store.append(List.of(new Sample(host(0), minute(300), new float[] {8, 9, 7})));

    assertThat(row(0, minute(2))).as("block").containsExactly(1, NONE, 2);
    assertThat(row(0, minute(299))).as("row").containsExactly(1, NONE, 299);
    assertThat(row(0, minute(300))).containsExactly(8, 9, 7);
    assertThat(store.append(List.of(new Sample(host(0), minute(2), new float[] {1, NONE, 2}))))
        .isEqualTo(new Appended(List.of(Outcome.DUPLICATE)));

    reopen(FEATURES, LIMITS);

    assertThat(row(0, minute(2))).isEqualTo(values(0, 2));
    assertThat(row(0, minute(300))).containsExactly(7, NONE, 8);
  }

  @Test
  void another_step_has_another_grid() {
    live(1, 0, MINUTES);
    Duration step = Duration.ofMinutes(5);

    reopen(FEATURES, new SampleLimits(step, LIMITS.keep(), LIMITS.window(), 100));

    assertThat(store.histories(minute(MINUTES - 1), Duration.ofDays(1)))
        .containsOnly(Map.entry(host(0), Duration.ofMinutes(MINUTES)));
    TimeRange range = TimeRange.endingAt(minute(MINUTES - 5), step, 100);
    Frame frame = store.frame(List.of(host(0)), range);
    assertThat(frame.cells(0)[0]).isEqualTo(MINUTES - 5 - 99 * 5);
    assertThat(frame.presentCells()).isEqualTo(300);
  }

  @Test
  void a_number_of_values_that_differs_from_that_of_the_features_is_a_bug() {
    Sample wrong = new Sample(host(0), minute(0), new float[] {1});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.append(List.of(wrong)))
        .withMessage("1 values, expected 3");
  }

  @Test
  void a_closed_store_cannot_be_used() {
    store.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> store.append(List.of(sample(0, 0))))
        .withMessage("the store is closed");
    assertThatIllegalStateException().isThrownBy(() -> store.instances(minute(0), minute(1)));
  }

  @Test
  void an_interrupted_thread_reads_and_appends_as_any_other() {
    store.append(List.of(sample(0, 0)));
    Thread.currentThread().interrupt();
    try {
      assertThat(store.append(List.of(sample(0, 1))).count(Outcome.ADDED)).isEqualTo(1);
      assertThat(row(0, minute(0))).isEqualTo(values(0, 0));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    reopen(FEATURES, LIMITS);
    assertThat(row(0, minute(1))).isEqualTo(values(0, 1));
  }
}
