package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GreatestTest {
  private static double[] kept(Greatest greatest) {
    return IntStream.range(0, greatest.count()).mapToDouble(greatest::get).toArray();
  }

  @Test
  void the_greatest_are_kept_in_order_and_the_others_given_back() {
    Greatest greatest = new Greatest(3);

    assertThat(greatest.add(-2)).isZero();
    assertThat(greatest.add(5)).isZero();
    assertThat(kept(greatest)).containsExactly(5, -2);
    assertThat(greatest.add(-7)).isZero();
    assertThat(greatest.add(5)).as("the least of those before").isEqualTo(-7);
    assertThat(greatest.add(-3)).as("itself").isEqualTo(-3);
    assertThat(kept(greatest)).containsExactly(5, 5, -2);
  }
}
