package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.TrainingMemory;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final FeatureSet PRESET = ConfigFile.defaults().detectors().get(0).features();
  private static final long GIGABYTE = 1L << 30;

  /** A week of minutes. */
  private static final long WEEK = 7 * 24 * 60;

  /** A row of the table in operations.md: instances, heap of the exporter, of the training. */
  private static final Pattern RECOMMENDED =
      Pattern.compile("\\| ([\\d,]+) \\| (\\d+)m \\| ([\\d.]+ GB) \\|");

  /** What a JVM names as its largest heap is less than -Xmx: one of the two is always empty. */
  private static final double WITHOUT_SURVIVOR_SPACE = 0.96;

  private static void require(int instances, long rows, long heap) {
    HeapBudget.require(TrainingMemory.bytes(PRESET, instances, rows), instances, rows, heap, 0);
  }

  @Test
  void what_fits_is_let_through() {
    assertThatCode(() -> require(400, WEEK, GIGABYTE)).doesNotThrowAnyException();
  }

  @Test
  void what_would_end_the_process_is_refused_with_its_size_and_a_way_out() {
    assertThatThrownBy(() -> require(1_000, WEEK, GIGABYTE))
        .isInstanceOf(HistoryTooLargeException.class)
        .hasMessage(
            "expected a history that fits into 80 % of the heap of 1024 MB, found 1000 instances"
                + " with 10080 rows each, which take 1764 MB; increase the heap (-Xmx), or reduce"
                + " history or max_instances");
  }

  @Test
  void the_heaps_of_the_page_are_those_of_the_code() throws IOException {
    DetectorConfig config = ConfigFile.defaults().detectors().get(0);
    Matcher row = RECOMMENDED.matcher(Files.readString(Path.of("../docs/operations.md")));
    int rows = 0;
    while (row.find()) {
      rows++;
      int instances = Integer.parseInt(row.group(1).replace(",", ""));
      // A training again: the new and the active model.
      long training = HeapBudget.ofTraining(config, instances, instances, 2);
      assertThat(row.group(3))
          .as(row.group())
          .isEqualTo(String.format(Locale.ROOT, "%.1f GB", training / 1e9));
      assertThat(row.group(2)).as(row.group()).isEqualTo(Math.round(64 + 0.25 * instances) + "");
    }
    assertThat(rows).as("rows of the table in operations.md").isEqualTo(4);
  }

  @Test
  void a_block_of_the_usual_size_fits_into_the_heap_of_a_training() {
    DetectorConfig config = ConfigFile.defaults().detectors().get(0);
    for (int instances : List.of(1, 10, 100, 1_000, 10_000)) {
      int models = 2 * instances;
      long heap =
          (long) (WITHOUT_SURVIVOR_SPACE * HeapBudget.ofTraining(config, instances, instances, 2));
      int threads = instances > TrainingSize.MOST ? 2 : 1;
      assertThat(HeapBudget.blockSize(config.training(), config, models, threads, heap))
          .as("%d instances", instances)
          .isGreaterThanOrEqualTo(Math.min(instances, TrainingSize.MOST));
    }
  }

  @Test
  void the_heap_that_it_recommends_is_enough() {
    for (int instances : List.of(1, 100, 10_000)) {
      long needed = TrainingMemory.bytes(PRESET, instances, WEEK);
      long heap = (long) (WITHOUT_SURVIVOR_SPACE * HeapBudget.recommended(needed));
      assertThatCode(() -> require(instances, WEEK, heap)).doesNotThrowAnyException();
    }
  }

  @Test
  void it_is_counted_as_too_large() {
    assertThat(RunBoundary.category(new HistoryTooLargeException("too large")))
        .isEqualTo("too_large");
  }
}
