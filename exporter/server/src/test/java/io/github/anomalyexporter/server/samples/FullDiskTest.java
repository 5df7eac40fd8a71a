package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static io.github.anomalyexporter.server.samples.SampleFixture.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {
  private static final int ROUNDS = 150;
  private static final int ENDS = 40;

  /** Longer than the samples of all rounds. */
  private static final SampleLimits KEPT =
      new SampleLimits(STEP, Duration.ofDays(30), Duration.ofHours(1), 10);

  @TempDir Path directory;
  private Path file;
  private SampleStore store;

  @BeforeEach
  void open() {
    file = directory.resolve("samples.mv");
    store = SampleStore.open(SimulatedDisk.files(file), FEATURES, KEPT, () -> minute(10_000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private float[] cells(int rows) {
    return store.frame(List.of(host(0)), TimeRange.endingAt(minute(rows - 1), STEP, rows)).cells(0);
  }

  private void requireAll(List<Integer> minutes) {
    if (minutes.isEmpty()) {
      return;
    }
    float[] cells = cells(minutes.get(minutes.size() - 1) + 1);
    for (int minute : minutes) {
      assertThat(cells[minute * 3]).isEqualTo(minute);
    }
  }

  @Test
  void a_full_disk_is_one_clear_failure_and_the_store_recovers() throws IOException {
    store.append(List.of(sample(0, 0)));
    SimulatedDisk.setCapacity(Files.size(file));

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> store.append(List.of(sample(0, 1), sample(1, 1))))
          .isInstanceOf(SampleStoreException.class)
          .hasMessage(
              file
                  + ": samples cannot be stored: No space left on device; make room, or mend the storage: nothing that was stored is lost");
      assertThat(cells(1)).isEqualTo(values(0, 0));
      assertThat(store.instances(minute(0), minute(9))).isEmpty();
    }

    SimulatedDisk.setCapacity(Long.MAX_VALUE);
    assertThat(store.append(List.of(sample(0, 1), sample(1, 1))).count(Outcome.ADDED)).isEqualTo(2);
    assertThat(store.instances(minute(0), minute(9))).containsExactly(host(0), host(1));
  }

  /** The disk is full in every phase of writing: of samples, of blocks, and of the compaction. */
  @Test
  void what_was_acknowledged_stays_wherever_the_disk_becomes_full() throws IOException {
    List<Integer> acknowledged = new ArrayList<>();
    int failures = 0;
    for (int round = 0; round < ROUNDS; round++) {
      SimulatedDisk.setCapacity(
          round % 3 == 0 ? Files.size(file) + round * 97 % 20_000 : Long.MAX_VALUE);
      for (int minute = round * 5; minute < round * 5 + 5; minute++) {
        try {
          store.append(List.of(sample(0, minute), sample(1, minute)));
          acknowledged.add(minute);
        } catch (SampleStoreException e) {
          failures++;
        }
      }
    }

    assertThat(failures).isPositive();
    requireAll(acknowledged);
    store.close();
    store = SampleStore.open(SimulatedDisk.files(file), FEATURES, KEPT, () -> minute(10_000));
    requireAll(acknowledged);
    assertThat(directory).isDirectoryNotContaining("glob:**.damaged-*");
  }

  /**
   * The seeds are some that lose samples if space is used again too early, or the file is marked as
   * closed. The file is opened twice without an append in between.
   */
  @ParameterizedTest
  @ValueSource(longs = {6, 15, 28})
  void what_was_acknowledged_survives_an_end_between_any_two_writes(long seed) {
    Random random = new Random(seed);
    List<Integer> acknowledged = new ArrayList<>();
    int failures = 0;
    int minute = 0;
    for (int round = 0; round < ENDS; round++) {
      SimulatedDisk.setWritesLeft(random.nextInt(60));
      int size = 1 + random.nextInt(random.nextInt(5) == 0 ? 40 : 2);
      for (int batch = 0; batch < 15; batch++) {
        List<Integer> minutes = IntStream.range(minute, minute + size).boxed().toList();
        minute += size;
        try {
          store.append(
              minutes.stream().flatMap(it -> Stream.of(sample(0, it), sample(1, it))).toList());
          acknowledged.addAll(minutes);
        } catch (SampleStoreException e) {
          failures++;
          break;
        }
      }
      for (int opened = 0; opened < 2; opened++) {
        store.close();
        store = SampleStore.open(SimulatedDisk.files(file), FEATURES, KEPT, () -> minute(10_000));
        requireAll(acknowledged);
      }
    }

    assertThat(failures).isPositive();
    assertThat(directory).isDirectoryNotContaining("glob:**.damaged-*");
  }

  @Test
  void reading_continues_while_writes_fail() throws Exception {
    store.append(List.of(sample(0, 0)));
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> reads =
          reader.submit(
              () -> {
                int count = 0;
                for (; !ended.get(); count++) {
                  assertThat(cells(1)).isEqualTo(values(0, 0));
                }
                return count;
              });
      SimulatedDisk.setCapacity(Files.size(file));
      for (int minute = 1; minute < 100; minute++) {
        List<Sample> batch = List.of(sample(0, minute));
        assertThatThrownBy(() -> store.append(batch)).isInstanceOf(SampleStoreException.class);
      }
      ended.set(true);
      assertThat(reads.get()).isPositive();
    } catch (ExecutionException e) {
      throw new AssertionError("a read failed", e.getCause());
    } finally {
      ended.set(true);
      reader.shutdown();
    }
  }
}
