package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FleetFoldTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu");

  /** Hosts whose every value is their number. */
  private static List<InstanceHistory> hosts(int count) {
    List<InstanceHistory> hosts = new ArrayList<>();
    for (int host = 0; host < count; host++) {
      float[] values = new float[100];
      Arrays.fill(values, host);
      hosts.add(
          InstanceHistory.of(
              TestFrames.host("h" + host), values::clone, TestFrames.END, FEATURES, 0.5));
    }
    return hosts;
  }

  private static Set<Float> numbers(InstanceHistory history) {
    Set<Float> numbers = new TreeSet<>();
    for (Segment segment : history.segments()) {
      for (float value : segment.raw()) {
        numbers.add(value);
      }
    }
    return numbers;
  }

  @Test
  void a_small_fleet_holds_out_each_host_in_turn() {
    List<FleetFold> folds = FleetFold.of(hosts(3));

    assertThat(folds).hasSize(3);
    assertThat(numbers(folds.get(1).heldOut())).containsExactly(1f);
    assertThat(numbers(folds.get(1).others())).containsExactly(0f, 2f);
  }

  @Test
  void a_large_fleet_holds_out_a_fifth_in_turn_and_no_two_neighbours_together() {
    List<FleetFold> folds = FleetFold.of(hosts(12));

    assertThat(folds).hasSize(5);
    assertThat(numbers(folds.get(0).heldOut())).containsExactly(0f, 5f, 10f);
    Set<Float> heldOut = new TreeSet<>();
    for (FleetFold fold : folds) {
      assertThat(numbers(fold.others())).doesNotContainAnyElementsOf(numbers(fold.heldOut()));
      heldOut.addAll(numbers(fold.heldOut()));
    }
    assertThat(heldOut).hasSize(12);
  }

  @Test
  void a_fleet_of_one_instance_has_no_other_instance_to_hold_out() {
    assertThat(FleetFold.of(hosts(1))).isEmpty();
  }
}
