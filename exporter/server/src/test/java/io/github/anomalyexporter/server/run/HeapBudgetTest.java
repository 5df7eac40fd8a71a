package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.server.config.ConfigFile;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
  private static final FeatureSet PRESET = ConfigFile.defaults().detectors().get(0).features();
  private static final long GIGABYTE = 1L << 30;

  /** A week of minutes. */
  private static final long WEEK = 7 * 24 * 60;

  @Test
  void what_fits_is_let_through() {
    assertThatCode(() -> HeapBudget.require(PRESET, 250, WEEK, GIGABYTE))
        .doesNotThrowAnyException();
  }

  @Test
  void what_would_end_the_process_is_refused_with_its_size_and_a_way_out() {
    assertThatThrownBy(() -> HeapBudget.require(PRESET, 1_000, WEEK, GIGABYTE))
        .isInstanceOf(HistoryTooLargeException.class)
        .hasMessage(
            "expected a history that fits into 80 % of the heap of 1024 MB, found 1000 instances"
                + " with 10080 rows each, which take 3173 MB; give the JVM more (-Xmx), or lower"
                + " history or max_instances");
  }

  @Test
  void it_is_counted_as_too_large() {
    assertThat(RunBoundary.category(new HistoryTooLargeException("too large")))
        .isEqualTo("too_large");
  }
}
