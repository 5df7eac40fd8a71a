package io.github.anomalyexporter.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static Distribution of(double... values) {
    return Distribution.of(values);
  }

  @Test
  void missing_values_do_not_count() {
    Distribution values = of(3, Double.NaN, 1, 2);

    assertThat(values.count()).isEqualTo(3);
    assertThat(values.least()).isEqualTo(1);
    assertThat(values.greatest()).isEqualTo(3);
    assertThat(values.median()).isEqualTo(2);
    assertThat(of(Double.NaN).median()).isNaN();
    assertThat(of().meanDeviation()).isNaN();
    assertThat(of().standardDeviation()).isNaN();
  }

  @Test
  void deviations_are_those_from_the_median_and_from_the_mean() {
    assertThat(of(1, 2, 3, 10).meanDeviation()).isEqualTo((1.5 + 0.5 + 0.5 + 7.5) / 4);
    assertThat(of(1, 1, 5, 5).standardDeviation()).isEqualTo(2);
    assertThat(of(4, 4).meanDeviation()).isZero();
    assertThat(of(4, 4).standardDeviation()).isZero();
  }

  @Test
  void the_distance_is_the_mean_way_from_the_values_of_one_to_those_of_the_other() {
    assertThat(of(0, 1, 3).distance(of(5, 6, 8))).isCloseTo(5, within(1e-12));
    assertThat(of(0).distance(of(1, 3))).isCloseTo(2, within(1e-12));
    assertThat(of(0, 0, 0, 8).distance(of(0, 0))).isCloseTo(2, within(1e-12));
    // The same median and range: more in the middle.
    assertThat(of(0, 0, 4, 4).distance(of(0, 2, 2, 4))).isCloseTo(1, within(1e-12));
  }

  @Property(tries = 200)
  void a_shift_is_a_distance_of_that_size(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> values,
      @ForAll @IntRange(min = -1000, max = 1000) int shift) {
    List<Integer> shifted = values.stream().map(value -> value + shift).toList();

    assertThat(of(values).distance(of(shifted))).isCloseTo(Math.abs(shift), within(1e-9));
  }

  @Property(tries = 200)
  void it_is_a_distance(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> a,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> b,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> c) {
    double ab = of(a).distance(of(b));

    assertThat(of(a).distance(of(a))).isZero();
    assertThat(of(b).distance(of(a))).isCloseTo(ab, within(1e-9));
    assertThat(ab).isGreaterThanOrEqualTo(Math.abs(mean(a) - mean(b)) - 1e-9);
    assertThat(ab + of(b).distance(of(c))).isGreaterThanOrEqualTo(of(a).distance(of(c)) - 1e-9);
  }

  private static Distribution of(List<Integer> values) {
    return Distribution.of(values.stream().mapToDouble(Integer::doubleValue).toArray());
  }

  private static double mean(List<Integer> values) {
    return values.stream().mapToDouble(Integer::doubleValue).average().orElseThrow();
  }

  @Property(tries = 200)
  void it_depends_on_shares_and_not_on_the_number_of_values(
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> a,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = -1000, max = 1000) Integer> b) {
    List<Integer> twice = Stream.of(a, a).flatMap(List::stream).toList();

    assertThat(of(twice).distance(of(b))).isCloseTo(of(a).distance(of(b)), within(1e-9));
  }
}
