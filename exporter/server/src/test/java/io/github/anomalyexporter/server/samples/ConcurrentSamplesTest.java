package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentSamplesTest {
  private static final int HOSTS = 8;
  private static final int ROWS = 150;
  private static final int MINUTES = 1_500;
  private static final int THREADS = 3;
  private static final List<Labels> INSTANCES =
      IntStream.range(0, HOSTS).mapToObj(SampleFixture::host).toList();

  @TempDir Path directory;

  private SampleStore open() {
    SampleLimits limits =
        new SampleLimits(STEP, Duration.ofHours(6), Duration.ofMinutes(30), HOSTS * THREADS);
    return SampleStore.open(
        SimulatedDisk.files(directory.resolve("samples.mv")),
        FEATURES,
        limits,
        () -> minute(MINUTES));
  }

  private static List<Sample> batch(int minute) {
    return IntStream.range(0, HOSTS).mapToObj(host -> sample(host, minute)).toList();
  }

  /** While rows are sealed and removed and the file is compacted. */
  @Test
  void a_reader_sees_whole_batches_and_all_that_was_acknowledged() throws Exception {
    AtomicInteger acknowledged = new AtomicInteger(-1);
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (SampleStore store = open()) {
      Future<Integer> reads =
          reader.submit(
              () -> {
                int count = 0;
                for (; !ended.get(); count++) {
                  int last = acknowledged.get();
                  TimeRange range = TimeRange.endingAt(minute(last + 1), STEP, ROWS);
                  requireWhole(store.frame(INSTANCES, range), last);
                }
                return count;
              });
      for (int minute = 0; minute < MINUTES && !reads.isDone(); minute++) {
        store.append(batch(minute));
        acknowledged.set(minute);
      }
      ended.set(true);
      assertThat(reads.get()).isPositive();
    } finally {
      ended.set(true);
      reader.shutdown();
    }
  }

  private static void requireWhole(Frame frame, int acknowledged) {
    int first = acknowledged + 2 - ROWS;
    for (int host = 0; host < HOSTS; host++) {
      float[] cells = frame.cells(host);
      for (int row = Math.max(0, -first); row < ROWS - 1; row++) {
        assertThat(cells[row * 3]).isEqualTo(first + row);
      }
      assertThat(frame.presentRows(host)).isEqualTo(frame.presentRows(0));
    }
  }

  @Test
  void samples_of_many_threads_are_all_stored() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (SampleStore store = open()) {
      List<Future<Integer>> added = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int host = HOSTS + thread;
        added.add(
            threads.submit(
                () -> {
                  int count = 0;
                  for (int minute = 0; minute < 300; minute++) {
                    count += store.append(List.of(sample(host, minute))).count(Outcome.ADDED);
                    count += store.append(List.of(sample(0, minute))).count(Outcome.ADDED);
                  }
                  return count;
                }));
      }
      int count = 0;
      for (Future<Integer> each : added) {
        count += each.get();
      }
      assertThat(count).isEqualTo(300 * (THREADS + 1));
      assertThat(store.histories(minute(299), Duration.ofHours(5)).get(host(HOSTS)))
          .isEqualTo(Duration.ofHours(5));
    } finally {
      threads.shutdown();
    }
  }
}
