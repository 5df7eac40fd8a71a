package io.github.anomalyexporter.core.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BoundsTest {
  @Test
  void a_ratio_is_a_share_and_other_units_have_no_bounds() {
    assertThat(Bounds.ofUnit("ratio")).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.ofUnit("bytes/s")).isEqualTo(Bounds.NONE);
  }

  @Test
  void a_value_far_outside_is_missing() {
    assertThat(Bounds.SHARE.admit(2975.01f)).isNaN();
    assertThat(Bounds.SHARE.admit(-0.5f)).isNaN();
    assertThat(Bounds.SHARE.admit(1.2f)).isNaN();
    assertThat(new Bounds(0, Double.POSITIVE_INFINITY).admit(-1e-3f)).isNaN();
  }

  @Test
  void a_value_just_outside_counts_as_the_bound() {
    assertThat(Bounds.SHARE.admit(1.02f)).isEqualTo(1);
    assertThat(Bounds.SHARE.admit(-1e-7f)).isZero();
    assertThat(Bounds.SHARE.admit(0.99f)).isEqualTo(0.99f);
  }

  @Property
  void what_is_admitted_is_within_the_bounds(@ForAll float value) {
    assertThat(Bounds.SHARE.admit(value))
        .satisfiesAnyOf(
            admitted -> assertThat(admitted).isBetween(0f, 1f),
            admitted -> assertThat(admitted).isNaN());
    assertThat(Bounds.NONE.admit(value)).isEqualTo(value);
  }

  @Test
  void what_is_missing_stays_missing_and_what_is_not_finite_is_missing() {
    assertThat(Bounds.SHARE.admit(Float.NaN)).isNaN();
    assertThat(Bounds.NONE.admit(Float.POSITIVE_INFINITY)).isNaN();
    assertThat(Bounds.SHARE.clamp(Double.NaN)).isNaN();
  }

  @Test
  void the_lower_bound_is_below_the_upper() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Bounds(0, Double.NaN));
  }
}
