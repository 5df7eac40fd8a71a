package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.score.TailThreshold.ShapeSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TailThresholdTest {
  private static final int GAP = 10;

  @Test
  void exceedances_less_than_the_gap_apart_are_one_cluster_with_one_peak() {
    double[] errors = new double[40];
    errors[3] = 5;
    errors[4] = 9;
    errors[13] = 6;
    errors[23] = 7;

    Clusters clusters = Clusters.above(4, ErrorTimeline.consecutive(errors), GAP);

    assertThat(clusters.excesses()).containsExactly(5, 3);
    assertThat(clusters.rows()).isEqualTo(4);
  }

  @Test
  void a_missing_row_takes_time_and_exceeds_nothing() {
    double[] errors = new double[40];
    Arrays.fill(errors, 6, 15, Double.NaN);
    errors[5] = 5;
    errors[15] = 5;

    assertThat(Clusters.above(4, ErrorTimeline.consecutive(errors), GAP).count()).isEqualTo(2);
    TailThreshold tail =
        TailThreshold.fit(ErrorTimeline.consecutive(errors), 4, GAP, null).orElseThrow();
    assertThat(tail.exceedanceRate()).isEqualTo(2.0 / 31);
  }

  @Test
  void many_clusters_have_a_shape_of_their_own() {
    double[] errors = Processes.generalizedPareto(5000, 0.3, 1, 1);

    TailThreshold tail =
        TailThreshold.fit(ErrorTimeline.consecutive(errors), 10, 1, new GeneralizedPareto(-0.4, 1))
            .orElseThrow();

    assertThat(tail.shapeSource()).isEqualTo(ShapeSource.OWN);
    assertThat(tail.excess().shape()).isPositive();
    assertThat(tail.meanClusterLength()).isEqualTo(1);
  }

  @Test
  void a_shape_of_few_clusters_is_drawn_to_that_of_an_exponential_tail() {
    double[] few = Processes.generalizedPareto(30, 0.4, 1, 1);
    double[] many = Processes.generalizedPareto(30_000, 0.4, 1, 1);

    assertThat(shape(few)).isCloseTo(GeneralizedPareto.fit(few).shape() * 30 / 40, within(1e-12));
    assertThat(shape(many)).isCloseTo(0.4, within(0.03));
  }

  /** Of excesses that are each a cluster, between rows without error. */
  private static double shape(double[] excesses) {
    double[] errors = new double[2 * excesses.length];
    for (int i = 0; i < excesses.length; i++) {
      errors[2 * i] = excesses[i];
    }
    return TailThreshold.fit(ErrorTimeline.consecutive(errors), 0, 1, null)
        .orElseThrow()
        .excess()
        .shape();
  }

  @Test
  void few_clusters_take_the_shape_of_the_fleet() {
    double[] errors = withPeaks(TailThreshold.MINIMUM_CLUSTERS - 1);

    TailThreshold tail =
        TailThreshold.fit(
                ErrorTimeline.consecutive(errors), 0.5, GAP, new GeneralizedPareto(0.25, 99))
            .orElseThrow();

    assertThat(tail.shapeSource()).isEqualTo(ShapeSource.FLEET);
    assertThat(tail.excess().shape()).isEqualTo(0.25);
    assertThat(tail.excess().scale()).isLessThan(99);
  }

  @Test
  void few_clusters_without_a_fleet_have_an_exponential_tail() {
    double[] errors = withPeaks(TailThreshold.MINIMUM_CLUSTERS - 1);

    TailThreshold tail =
        TailThreshold.fit(ErrorTimeline.consecutive(errors), 0.5, GAP, null).orElseThrow();

    assertThat(tail.shapeSource()).isEqualTo(ShapeSource.EXPONENTIAL);
    assertThat(tail.excess().shape()).isZero();
    assertThat(
            TailThreshold.fit(ErrorTimeline.consecutive(withPeaks(10)), 0.5, GAP, null)
                .orElseThrow()
                .shapeSource())
        .isEqualTo(ShapeSource.OWN);
  }

  private static double[] withPeaks(int peaks) {
    double[] errors = new double[1000];
    for (int peak = 0; peak < peaks; peak++) {
      errors[50 * peak] = 1 + peak;
    }
    return errors;
  }

  @Test
  void there_is_no_tail_where_nothing_or_everything_exceeds() {
    assertThat(TailThreshold.fit(ErrorTimeline.consecutive(new double[] {1, 1, 1}), 1, GAP, null))
        .isEmpty();
    assertThat(TailThreshold.fit(ErrorTimeline.consecutive(new double[] {1, 1, 1}), 0.5, GAP, null))
        .isEmpty();
    assertThat(TailThreshold.fit(ErrorTimeline.consecutive(new double[0]), 0.5, GAP, null))
        .isEmpty();
  }

  @Test
  void a_level_starts_at_the_initial_threshold_and_rises_as_its_probability_falls() {
    TailThreshold tail =
        new TailThreshold(5, 0.02, 20, 4, new GeneralizedPareto(0, 1), ShapeSource.OWN);

    assertThat(tail.level(0.02)).isEqualTo(5);
    assertThat(tail.level(0.002)).isCloseTo(5 + Math.log(10), within(1e-12));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tail.level(0.03))
        .withMessageContaining("up to 0.02");
    assertThatIllegalArgumentException().isThrownBy(() -> tail.level(0));
  }

  @Test
  void a_short_sample_starts_its_tail_lower() {
    assertThat(TailThreshold.initialQuantile(100_000)).isEqualTo(0.98);
    assertThat(TailThreshold.initialQuantile(1000)).isEqualTo(0.94);
    assertThat(TailThreshold.initialQuantile(30)).isEqualTo(0.9);
  }

  @Test
  void impossible_parts_are_refused() {
    GeneralizedPareto excess = new GeneralizedPareto(0, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TailThreshold(Double.NaN, 0.02, 20, 4, excess, ShapeSource.OWN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TailThreshold(1, 1, 20, 4, excess, ShapeSource.OWN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TailThreshold(1, 0.02, 0, 4, excess, ShapeSource.OWN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TailThreshold(1, 0.02, 20, 0.5, excess, ShapeSource.OWN));
  }
}
