package io.github.anomalyexporter.core.feature;

import static io.github.anomalyexporter.core.feature.TestFeatures.STEP;
import static io.github.anomalyexporter.core.feature.TestFeatures.feature;
import static io.github.anomalyexporter.core.feature.TestFeatures.optional;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Ratio;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Source;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FeatureSetTest {
  private static final float NONE = Float.NaN;
  private static final Duration FOUR = Duration.ofMinutes(4);
  private static final Feature CPU = feature("cpu");
  private static final Feature NET = feature("net");

  private static EngineeredFeature engineered(String name, Source source) {
    return new EngineeredFeature(name, "ratio", Transform.NONE, source);
  }

  private static FeatureSet set(Source... sources) {
    List<EngineeredFeature> engineered =
        Stream.of(sources).map(source -> engineered("x", source)).toList();
    return new FeatureSet(List.of(CPU, NET), engineered, STEP);
  }

  @Test
  void without_engineered_features_the_inputs_are_the_queried_cells() {
    float[] queried = {1, 2, NONE, 4};

    assertThat(set().lagRows()).isZero();
    assertThat(set().engineer(queried)).containsExactly(queried).isNotSameAs(queried);
  }

  @Test
  void queried_features_come_first_and_engineered_ones_after_them() {
    FeatureSet features =
        new FeatureSet(
            List.of(CPU, NET),
            List.of(
                engineered("net_per_cpu", new Ratio("net", "cpu", 0.5)),
                engineered("cpu_change", new Change("cpu", STEP))),
            STEP);

    assertThat(features.size()).isEqualTo(4);
    assertThat(features.queriedNames()).containsExactly("cpu", "net");
    assertThat(features.name(1)).isEqualTo("net");
    assertThat(features.name(2)).isEqualTo("net_per_cpu");
    assertThat(features.engineer(new float[] {1, 10, 3, 30})).containsExactly(3, 30, 10, 2);
  }

  @Test
  void a_rolling_mean_covers_its_window_and_the_row_itself() {
    FeatureSet features = set(new RollingMean("cpu", FOUR));

    assertThat(features.lagRows()).isEqualTo(3);
    assertThat(features.engineer(new float[] {1, 0, 2, 0, 3, 0, 6, 9, 9, 9}))
        .containsExactly(6, 9, 3, 9, 9, 5);
  }

  @Test
  void a_rolling_mean_needs_half_of_its_rows() {
    FeatureSet features = set(new RollingMean("cpu", FOUR));

    assertThat(features.engineer(new float[] {1, 0, NONE, 0, NONE, 0, 5, 0})).endsWith(3);
    assertThat(features.engineer(new float[] {NONE, 0, NONE, 0, NONE, 0, 5, 0})).endsWith(NONE);
  }

  @Test
  void a_change_looks_back_over_its_window_and_is_missing_where_an_end_is() {
    FeatureSet features = set(new Change("cpu", FOUR));
    float[] queried = {1, 0, 0, 0, 0, 0, 0, 0, 8, 0};

    assertThat(features.lagRows()).isEqualTo(4);
    assertThat(features.engineer(queried)).containsExactly(8, 0, 7);
    queried[0] = NONE;
    assertThat(features.engineer(queried)).containsExactly(8, 0, NONE);
  }

  @Test
  void a_ratio_divides_by_the_floor_at_least_and_is_missing_where_an_operand_is() {
    FeatureSet features = set(new Ratio("net", "cpu", 0.5));

    assertThat(features.engineer(new float[] {2, 8})).endsWith(4);
    assertThat(features.engineer(new float[] {0, 8})).endsWith(16);
    assertThat(features.engineer(new float[] {NONE, 8})).endsWith(NONE);
    assertThat(features.engineer(new float[] {2, NONE})).endsWith(NONE);
  }

  private static final Feature SHARE =
      new Feature("share", "sum(share)", "ratio", Transform.NONE, false, Bounds.SHARE);

  private static final Feature RATE =
      new Feature("rate", "sum(rate)", "bytes/s", Transform.NONE, false, new Bounds(0, 1000));

  @Test
  void an_impossible_value_is_missing_before_anything_is_engineered_from_it() {
    FeatureSet features =
        new FeatureSet(
            List.of(SHARE, RATE),
            List.of(
                engineered("mean", new RollingMean("share", Duration.ofMinutes(2))),
                engineered("change", new Change("share", STEP)),
                engineered("ratio", new Ratio("rate", "share", 0.5))),
            STEP);
    float[] queried = {0.25f, 10, -2975.01f, 10, 2975.01f, 10, 0.75f, -20};
    float[] before = queried.clone();

    assertThat(features.engineer(queried))
        .containsExactly(
            NONE, 10, 0.25f, NONE, NONE, //
            NONE, 10, NONE, NONE, NONE, //
            0.75f, NONE, 0.75f, NONE, NONE);
    assertThat(queried).as("the frame's own").containsExactly(before);
  }

  @Test
  void engineered_features_are_bounded_by_what_they_are_engineered_from() {
    FeatureSet features =
        new FeatureSet(
            List.of(SHARE, RATE),
            List.of(
                engineered("mean", new RollingMean("share", FOUR)),
                engineered("change", new Change("share", FOUR)),
                engineered("rate_change", new Change("rate", FOUR)),
                engineered("rate_per_share", new Ratio("rate", "share", 0.5)),
                engineered("share_per_rate", new Ratio("share", "rate", 100))),
            STEP);

    assertThat(Stream.iterate(0, i -> i + 1).limit(7).map(features::bounds))
        .containsExactly(
            Bounds.SHARE,
            new Bounds(0, 1000),
            Bounds.SHARE,
            new Bounds(-1, 1),
            new Bounds(-1000, 1000),
            new Bounds(0, 2000),
            new Bounds(0, 0.01));
    assertThat(set(new Ratio("net", "cpu", 0.5)).bounds(2)).isEqualTo(Bounds.NONE);
  }

  @Test
  void bounds_are_no_part_of_the_fingerprint() {
    Feature unbounded = new Feature("share", "sum(share)", "ratio", Transform.NONE, false);
    FeatureSet bounded = new FeatureSet(List.of(SHARE), List.of(), STEP);
    FeatureSet before = new FeatureSet(List.of(unbounded), List.of(), STEP);

    assertThat(bounded.fingerprint()).isEqualTo(before.fingerprint());
    assertThat(bounded).isNotEqualTo(before);
  }

  @Test
  void a_fingerprint_stays_what_it_was_when_models_were_stored_by_it() {
    assertThat(set(new RollingMean("cpu", FOUR)).fingerprint())
        .isEqualTo("edbfcbfeda4f508e4aef28d38fc6e183");
  }

  @Test
  void fingerprints_of_all_kinds_of_transform_and_engineered_feature_stay_what_they_were() {
    List<Feature> queried =
        List.of(
            new Feature("cpu", "sum(cpu)", "ratio", Transform.NONE, false),
            new Feature("net", "sum(rate(net[2m]))", "bytes/s", new Transform.Log(1e7), false),
            new Feature("wait", "max(wait)", "seconds", new Transform.Log(1e-6), true),
            new Feature("connections", "sum(c)", "", new Transform.Power(0.5), false));
    List<EngineeredFeature> computed =
        List.of(
            new EngineeredFeature(
                "mean", "ratio", Transform.NONE, new RollingMean("cpu", Duration.ofMinutes(90))),
            new EngineeredFeature(
                "change", "bytes/s", new Transform.Log(1024), new Change("net", FOUR)),
            new EngineeredFeature(
                "per", "1/s", new Transform.Power(1.0 / 3), new Ratio("wait", "cpu", 1e-3)));

    assertThat(new FeatureSet(queried, List.of(), STEP).fingerprint())
        .isEqualTo("7c43fdce70804e5581139c068742b41a");
    assertThat(new FeatureSet(queried, computed, STEP).fingerprint())
        .isEqualTo("33a365b786f86d88b06b64c7d8a14109");
    assertThat(new FeatureSet(queried, computed, Duration.ofSeconds(30)).fingerprint())
        .isEqualTo("e969fc0a86e57d16c9159ba8560e82c5");
  }

  @Test
  void fewer_rows_than_the_lags_need_give_nothing() {
    assertThat(set(new Change("cpu", FOUR)).engineer(new float[8])).isEmpty();
  }

  @Test
  void what_is_engineered_from_an_optional_feature_is_optional() {
    FeatureSet features =
        new FeatureSet(
            List.of(CPU, optional("psi")),
            List.of(
                engineered("cpu_mean", new RollingMean("cpu", STEP)),
                engineered("psi_mean", new RollingMean("psi", STEP)),
                engineered("psi_change", new Change("psi", STEP)),
                engineered("cpu_per_psi", new Ratio("cpu", "psi", 1))),
            STEP);

    assertThat(Stream.iterate(0, i -> i + 1).limit(6).map(features::isOptional))
        .containsExactly(false, true, false, true, true, true);
  }

  @Test
  void coverage_is_a_share_of_what_is_not_optional() {
    FeatureSet features =
        new FeatureSet(
            List.of(CPU, NET, optional("postgres")),
            List.of(
                engineered("net_per_cpu", new Ratio("net", "cpu", 0.5)),
                engineered("cpu_change", new Change("cpu", STEP)),
                engineered("postgres_change", new Change("postgres", STEP))),
            STEP);

    assertThat(features.coverage(input -> true)).isEqualTo(1);
    assertThat(features.coverage(input -> input == 0 || input == 2)).isEqualTo(0.25f);
    assertThat(features.coverageOf(BitSet.valueOf(new long[] {0b011}))).isEqualTo(1);
    assertThat(features.coverageOf(BitSet.valueOf(new long[] {0b101})))
        .as("cpu and its change")
        .isEqualTo(0.5f);
    assertThat(features.coverageOf(BitSet.valueOf(new long[] {0b110}))).isEqualTo(0.25f);
  }

  @Test
  void the_fingerprint_changes_with_anything_that_changes_the_inputs() {
    EngineeredFeature mean = engineered("mean", new RollingMean("cpu", FOUR));
    List<FeatureSet> sets =
        List.of(
            new FeatureSet(List.of(CPU, NET), List.of(mean), STEP),
            new FeatureSet(List.of(CPU, NET), List.of(mean), Duration.ofSeconds(30)),
            new FeatureSet(List.of(NET, CPU), List.of(mean), STEP),
            new FeatureSet(List.of(CPU, feature("other")), List.of(mean), STEP),
            new FeatureSet(List.of(CPU, optional("net")), List.of(mean), STEP),
            new FeatureSet(
                List.of(CPU, with("sum(x)", "ratio", Transform.NONE)), List.of(mean), STEP),
            new FeatureSet(
                List.of(CPU, with("sum(net)", "bytes", Transform.NONE)), List.of(mean), STEP),
            new FeatureSet(
                List.of(CPU, with("sum(net)", "ratio", new Transform.Log(1))), List.of(mean), STEP),
            new FeatureSet(
                List.of(CPU, with("sum(net)", "ratio", new Transform.Log(2))), List.of(mean), STEP),
            new FeatureSet(List.of(CPU, NET), List.of(), STEP),
            new FeatureSet(
                List.of(CPU, NET), List.of(engineered("mean", new RollingMean("net", FOUR))), STEP),
            new FeatureSet(
                List.of(CPU, NET), List.of(engineered("mean", new RollingMean("cpu", STEP))), STEP),
            new FeatureSet(
                List.of(CPU, NET), List.of(engineered("mean", new Change("cpu", FOUR))), STEP));

    assertThat(sets).extracting(FeatureSet::fingerprint).doesNotHaveDuplicates();
    assertThat(sets).doesNotHaveDuplicates();
  }

  @Test
  void equal_sets_have_one_fingerprint() {
    FeatureSet features = set(new RollingMean("cpu", FOUR));
    FeatureSet same = set(new RollingMean("cpu", Duration.parse("PT240S")));

    assertThat(same).isEqualTo(features).hasSameHashCodeAs(features);
    assertThat(same.fingerprint()).isEqualTo(features.fingerprint());
  }

  @Test
  void a_name_is_given_once() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSet(List.of(CPU, CPU), List.of(), STEP))
        .withMessage("two features are named cpu");
    EngineeredFeature named = engineered("net", new Change("cpu", STEP));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSet(List.of(CPU, NET), List.of(named), STEP))
        .withMessage("two features are named net");
    EngineeredFeature twice = engineered("mean", new Change("cpu", STEP));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureSet(List.of(CPU, NET), List.of(twice, twice), STEP))
        .withMessage("two features are named mean");
  }

  @Test
  void an_engineered_feature_needs_a_queried_one() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(new RollingMean("memory", FOUR)))
        .withMessage("no feature is named memory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> set(new Ratio("cpu", "memory", 1)))
        .withMessage("no feature is named memory");
  }

  @Test
  void a_window_is_a_multiple_of_the_step() {
    for (Duration window : List.of(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(90))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> set(new Change("cpu", window)))
          .withMessage("a window of " + window + " is not a multiple of the step PT1M");
    }
  }

  private static Feature with(String expression, String unit, Transform transform) {
    return new Feature("net", expression, unit, transform, false);
  }
}
