package io.github.anomalyexporter.core.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void of_an_odd_number_of_values_it_is_the_middle_one() {
    assertThat(Median.of(DoubleStream.of(5, 1, 3))).isEqualTo(3);
    assertThat(Median.upper(DoubleStream.of(5, 1, 3))).isEqualTo(3);
  }

  @Test
  void of_an_even_number_of_values_it_lies_between_the_middle_ones_or_is_the_upper() {
    assertThat(Median.of(DoubleStream.of(4, 1, 2, 9))).isEqualTo(3);
    assertThat(Median.upper(DoubleStream.of(4, 1, 2, 9))).isEqualTo(4);
  }

  @Test
  void of_no_value_it_is_unknown() {
    assertThat(Median.of(DoubleStream.empty())).isNaN();
    assertThat(Median.upper(DoubleStream.empty())).isNaN();
  }
}
