package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NormalityTestsTest {

  @Test
  void independent_normal_values_are_normal_and_not_thinned() {
    NormalityTests tests = NormalityTests.of(Processes.normal(2000, 5, 2, 1), 1);

    assertThat(tests.normal()).isTrue();
    assertThat(tests.thinning()).isEqualTo(1);
    assertThat(tests.sampleSize()).isEqualTo(2000);
  }

  @Test
  void exponential_values_are_not_normal() {
    double[] values = Processes.autoregressive(500, 0, ReferenceData::exponential, 1);

    NormalityTests tests = NormalityTests.of(values, 1);

    assertThat(tests.normal()).isFalse();
    assertThat(tests.shapiroWilk().pValue()).isLessThan(1e-6);
    assertThat(tests.lilliefors().pValue()).isLessThan(1e-6);
  }

  @Test
  void autocorrelated_values_are_thinned_until_they_are_about_uncorrelated() {
    NormalityTests tests = NormalityTests.of(Processes.autoregressive(4000, 0.9, 1), 1);

    // 0.9^15 is 0.2.
    assertThat(tests.thinning()).isBetween(10, 20);
    assertThat(tests.autocorrelation()).isLessThan(NormalityTests.MAXIMUM_AUTOCORRELATION);
    assertThat(tests.sampleSize()).isEqualTo((3999 / tests.thinning()) + 1);
  }

  @Test
  void thinning_keeps_autocorrelation_from_being_taken_for_non_normality() {
    long called = LongStream.range(0, 200).filter(NormalityTestsTest::calledNormal).count();

    // Two tests at 5 % that mostly agree.
    assertThat(called).isGreaterThan(174);
  }

  private static boolean calledNormal(long seed) {
    return NormalityTests.of(Processes.autoregressive(2000, 0.9, seed), seed).normal();
  }

  @Test
  void thinning_is_bounded_and_leaves_a_hundred_values() {
    double[] trend = LongStream.range(0, 1000).asDoubleStream().toArray();

    NormalityTests tests = NormalityTests.of(trend, 1);

    assertThat(tests.thinning()).isEqualTo(10);
    assertThat(tests.sampleSize()).isEqualTo(100);
    assertThat(tests.autocorrelation()).isGreaterThan(NormalityTests.MAXIMUM_AUTOCORRELATION);
    double[] longTrend = LongStream.range(0, 100_000).asDoubleStream().toArray();
    assertThat(NormalityTests.of(longTrend, 1).thinning())
        .isEqualTo(NormalityTests.MAXIMUM_THINNING);
  }

  @Test
  void a_large_sample_is_drawn_from_and_the_seed_decides_how() {
    double[] values = Processes.normal(20_000, 0, 1, 1);

    NormalityTests tests = NormalityTests.of(values, 1);

    assertThat(tests.sampleSize()).isEqualTo(NormalityTests.MAXIMUM_SIZE);
    assertThat(NormalityTests.of(values, 1)).isEqualTo(tests);
    assertThat(NormalityTests.of(values, 2)).isNotEqualTo(tests);
  }

  @Test
  void constant_values_are_not_normal() {
    NormalityTests tests = NormalityTests.of(new double[200], 1);

    assertThat(tests.normal()).isFalse();
    assertThat(tests.autocorrelation()).isZero();
  }

  @Test
  void one_rejecting_test_is_enough() {
    TestResult accepted = new TestResult(0.99, 0.05);
    TestResult rejected = new TestResult(0.9, 0.049);

    assertThat(new NormalityTests(accepted, accepted, 100, 1, 0).normal()).isTrue();
    assertThat(new NormalityTests(rejected, accepted, 100, 1, 0).normal()).isFalse();
    assertThat(new NormalityTests(accepted, rejected, 100, 1, 0).normal()).isFalse();
  }
}
