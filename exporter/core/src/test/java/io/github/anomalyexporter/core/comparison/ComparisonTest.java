package io.github.anomalyexporter.core.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final double NONE = Double.NaN;
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
  private static final int ROWS = 60;
  private static final int BEFORE = 240;

  private static final FeatureSet FEATURES =
      new FeatureSet(
          List.of(
              feature("level", Transform.NONE, Bounds.NONE),
              feature("rate", new Transform.Log(10), Bounds.NONE),
              feature("share", Transform.NONE, Bounds.SHARE)),
          List.of(),
          STEP);

  private static Feature feature(String name, Transform transform, Bounds bounds) {
    return new Feature(name, name, "1", transform, false, bounds);
  }

  /** Values by host and feature: at a row of the window, or at a negative row of the baseline. */
  private final Map<String, IntToDoubleFunction> values = new TreeMap<>();

  private final List<Labels> hosts = new ArrayList<>();

  /** A host of which everything varies by as much as a few percent. */
  private void host(String name) {
    hosts.add(Labels.of("instance", name));
    for (Feature feature : FEATURES.features()) {
      String seed = name + feature.name();
      set(name, feature.name(), row -> 0.5 + 0.02 * noise(seed, row));
    }
  }

  private void set(String host, String feature, IntToDoubleFunction value) {
    values.put(host + " " + feature, value);
  }

  /** From -1 to 1. */
  private static double noise(String seed, int row) {
    int hash = (seed.hashCode() + 31 * row) * 0x9E3779B9;
    hash = (hash ^ (hash >>> 15)) * 0x85EBCA6B;
    return (hash >> 8) / (double) (1 << 23);
  }

  private Frame frame(int from, int rows) {
    TimeRange range =
        TimeRange.endingAt(START.plus(STEP.multipliedBy(from + rows - 1L)), STEP, rows);
    List<float[]> tables = new ArrayList<>();
    int width = FEATURES.features().size();
    for (Labels host : hosts) {
      float[] cells = new float[rows * width];
      for (int cell = 0; cell < cells.length; cell++) {
        String feature = FEATURES.queriedNames().get(cell % width);
        cells[cell] =
            (float)
                Objects.requireNonNull(values.get(host.get("instance") + " " + feature))
                    .applyAsDouble(from + cell / width);
      }
      tables.add(cells);
    }
    return new Frame(range, FEATURES.queriedNames(), hosts, tables);
  }

  private Comparison compare() {
    return Comparison.of(FEATURES, frame(0, ROWS), frame(-BEFORE, BEFORE));
  }

  private static ValueChange of(Comparison comparison, String host, String feature) {
    return comparison.instances().stream()
        .filter(it -> it.instance().get("instance").equals(host))
        .flatMap(it -> it.values().stream())
        .filter(it -> it.feature().name().equals(feature))
        .findFirst()
        .orElseThrow();
  }

  private static Instant at(int row) {
    return START.plus(STEP.multipliedBy(row));
  }

  private static List<String> names(List<InstanceChange> instances) {
    return instances.stream().map(it -> it.instance().get("instance")).toList();
  }

  @Test
  void where_nothing_happens_nothing_has_changed() {
    host("a");
    host("b");

    Comparison quiet = compare();

    assertThat(quiet.changed()).isZero();
    assertThat(quiet.byOnset()).isEmpty();
    assertThat(quiet.instances())
        .allSatisfy(
            instance -> {
              assertThat(instance.change()).isLessThan(1);
              assertThat(instance.values()).hasSize(3).allMatch(it -> it.onset() == null);
            });
  }

  @Test
  void a_step_is_ranked_first_with_its_onset_and_its_medians() {
    host("a");
    host("b");
    host("c");
    set("b", "level", row -> (row < 40 ? 0.5 : 0.9) + 0.02 * noise("b", row));

    Comparison found = compare();

    assertThat(names(found.instances()).get(0)).isEqualTo("b");
    assertThat(found.features().get(0).feature().name()).isEqualTo("level");
    assertThat(found.features().get(0).instancesChanged()).isEqualTo(1);
    ValueChange change = found.instances().get(0).values().get(0);
    assertThat(change.feature().name()).isEqualTo("level");
    // A third of the window is 0.4 higher, the usual variation is 0.01.
    assertThat(change.change()).isCloseTo(0.4 / 3 / 0.01, within(2.0));
    assertThat(change.baselineMedian()).isCloseTo(0.5, within(0.01));
    assertThat(change.onset()).isEqualTo(at(40));
    assertThat(change.missingIn()).isNull();
    assertThat(found.byOnset()).extracting(InstanceChange::instance).containsExactly(hosts.get(1));
  }

  @Test
  void a_slow_trend_is_ranked_first() {
    host("a");
    host("b");
    set("b", "share", row -> 0.5 + (row > 0 ? 0.15 * row / ROWS : 0) + 0.02 * noise("b", row));

    ValueChange change = compare().instances().get(0).values().get(0);

    assertThat(change.feature().name()).isEqualTo("share");
    assertThat(change.change()).isGreaterThan(Comparison.CHANGED);
    assertThat(change.onset()).isBetween(at(8), at(50));
  }

  @Test
  void values_that_no_longer_vary_have_changed_without_an_onset() {
    host("a");
    host("b");
    set("b", "level", row -> row < 0 ? 0.5 + Math.sin(row) : 0.5);

    ValueChange change = of(compare(), "b", "level");

    assertThat(change.change()).isCloseTo(1, within(0.1));
    assertThat(change.onset()).isNull();
  }

  @Test
  void hosts_are_in_the_order_of_their_onset() {
    for (String name : List.of("a", "b", "c", "d")) {
      host(name);
    }
    set("a", "level", row -> row < 30 ? 0.5 : 5);
    set("c", "level", row -> row < 10 ? 0.5 : 0.9);
    set("d", "rate", row -> row < 20 ? 10 : 1_000);

    assertThat(names(compare().byOnset())).containsExactly("c", "d", "a");
  }

  @Test
  void a_feature_that_disappears_is_ranked_first_with_the_time() {
    host("a");
    host("b");
    host("c");
    set("a", "level", row -> row < 30 ? 0.5 : 0.9);
    set("b", "rate", row -> row < 25 ? 0.5 + 0.02 * noise("b", row) : NONE);

    Comparison found = compare();

    assertThat(names(found.instances())).startsWith("b", "a");
    ValueChange gone = found.instances().get(0).values().get(0);
    assertThat(gone.missingIn()).isEqualTo(Side.WINDOW);
    assertThat(gone.onset()).isEqualTo(at(25));
    assertThat(gone.change()).as("of the values before").isLessThan(1);
    assertThat(gone.isChanged()).isTrue();
  }

  @Test
  void a_host_that_stops_before_the_window_is_missing_from_its_start() {
    host("a");
    host("b");
    for (String feature : FEATURES.queriedNames()) {
      set("b", feature, row -> row < -10 ? 0.5 : NONE);
    }

    InstanceChange gone = compare().instances().get(0);

    assertThat(gone.instance().get("instance")).isEqualTo("b");
    assertThat(gone.change()).isEqualTo(ValueChange.LARGEST);
    assertThat(gone.onset()).contains(at(0));
    assertThat(gone.values())
        .hasSize(3)
        .allSatisfy(
            it -> {
              assertThat(it.missingIn()).isEqualTo(Side.WINDOW);
              assertThat(it.change()).isNaN();
              assertThat(it.windowMedian()).isNaN();
            });
  }

  @Test
  void a_feature_that_appears_is_missing_in_the_baseline() {
    host("a");
    set("a", "rate", row -> row < 20 ? NONE : 1);

    ValueChange appeared = compare().instances().get(0).values().get(0);

    assertThat(appeared.missingIn()).isEqualTo(Side.BASELINE);
    assertThat(appeared.onset()).isEqualTo(at(20));
    assertThat(appeared.baselineMedian()).isNaN();
  }

  @Test
  void a_feature_with_a_value_now_and_then_has_not_disappeared() {
    host("a");
    set("a", "rate", row -> Math.floorMod(row, 30) == 0 ? 1 : NONE);

    ValueChange rare = of(compare(), "a", "level");
    assertThat(rare.missingIn()).isNull();
    assertThat(compare().instances().get(0).values())
        .as("two values in the window are too few")
        .extracting(it -> it.feature().name())
        .doesNotContain("rate");
  }

  @Test
  void a_few_late_rows_are_no_disappearance() {
    host("a");
    set("a", "level", row -> row < ROWS - 2 ? 0.5 : NONE);

    assertThat(of(compare(), "a", "level").missingIn()).isNull();
  }

  @Test
  void what_is_unknown_is_neither_changed_nor_first() {
    host("a");
    host("b");
    for (String feature : FEATURES.queriedNames()) {
      set("a", feature, row -> NONE);
    }

    Comparison found = compare();

    assertThat(names(found.instances())).containsExactly("b", "a");
    assertThat(found.instances().get(1).change()).isNaN();
    assertThat(found.instances().get(1).values()).isEmpty();
    assertThat(found.changed()).isZero();
  }

  @Test
  void the_first_change_of_a_constant_is_visible_and_rounding_is_none() {
    host("a");
    host("b");
    host("c");
    set("a", "level", row -> row < 10 ? 8 : 16);
    set("b", "level", row -> 8 + 1e-6 * noise("b", row) + (row > 0 ? 1e-5 : 0));
    set("a", "share", row -> row < 10 ? 0 : 0.8);

    Comparison found = compare();

    assertThat(of(found, "a", "level").change()).isCloseTo(8 * 5.0 / 6 / 0.8, within(0.1));
    assertThat(of(found, "a", "share").change()).isCloseTo(0.8 * 5.0 / 6 / 0.1, within(0.1));
    assertThat(of(found, "a", "share").onset()).isEqualTo(at(10));
    assertThat(of(found, "b", "level").change()).isLessThan(0.01);
  }

  @Test
  void what_varies_on_most_hosts_has_to_vary_more_than_that_on_any() {
    for (String name : List.of("a", "b", "c")) {
      host(name);
      set(name, "level", row -> 10 * noise(name, row));
    }
    set("a", "level", row -> row < 0 ? 1e-3 * noise("a", row) : 0.3);

    // A tenth of the variation of the other hosts, which is 5.
    assertThat(of(compare(), "a", "level").change()).isCloseTo(0.3 / 0.5, within(0.1));
  }

  @Test
  void a_large_change_of_one_host_and_a_smaller_one_of_all_are_both_among_the_features() {
    for (int i = 0; i < 20; i++) {
      String name = "h" + i;
      host(name);
      set(name, "level", row -> (row < 0 ? 0.5 : 0.56) + 0.02 * noise(name, row));
    }
    set("h3", "share", row -> (row < 0 ? 0.5 : 0.9) + 0.02 * noise("h3", row));

    List<FeatureChange> features = compare().features();

    assertThat(features.get(0).feature().name()).isEqualTo("share");
    assertThat(features.get(0).instancesChanged()).isEqualTo(1);
    assertThat(features.get(1).feature().name()).isEqualTo("level");
    assertThat(features.get(1).instancesChanged()).isEqualTo(20);
    assertThat(features.get(1).change()).isGreaterThan(10 * features.get(2).change());
  }

  @Test
  void a_change_counts_up_to_a_bound() {
    host("a");
    set("a", "level", row -> row < 0 ? 0.5 : 1e6);

    ValueChange change = of(compare(), "a", "level");

    assertThat(change.change()).isGreaterThan(1e6);
    assertThat(change.weight()).isEqualTo(ValueChange.LARGEST);
  }

  @Test
  void a_value_outside_the_bounds_of_its_feature_is_missing() {
    host("a");
    set("a", "share", row -> row % 2 == 0 ? 7 : 0.5 + 0.02 * noise("a", row));

    assertThat(of(compare(), "a", "share").change()).isLessThan(1);
  }

  /** The units of a feature without transform do not matter. */
  @Property(tries = 50)
  void a_change_does_not_depend_on_the_unit(
      @ForAll @DoubleRange(min = 0.01, max = 1e3) double unit,
      @ForAll @DoubleRange(min = 0, max = 10) double step) {
    DoubleUnaryOperator change =
        scale -> {
          values.clear();
          hosts.clear();
          host("a");
          set("a", "level", row -> scale * (noise("a", row) + (row < 30 ? 0 : step)));
          return of(compare(), "a", "level").change();
        };

    double expected = change.applyAsDouble(1);
    assertThat(change.applyAsDouble(unit)).isCloseTo(expected, within(1e-3 * (1 + expected)));
  }

  @Property(tries = 50)
  void a_larger_step_is_a_larger_change(
      @ForAll @DoubleRange(min = 1, max = 10) double step,
      @ForAll @DoubleRange(min = 0.5, max = 10) double more) {
    host("a");
    host("b");
    set("a", "level", row -> noise("x", row) + (row < 30 ? 0 : step));
    set("b", "level", row -> noise("x", row) + (row < 30 ? 0 : step + more));

    Comparison found = compare();

    assertThat(of(found, "b", "level").change()).isGreaterThan(of(found, "a", "level").change());
  }

  @Test
  void window_and_baseline_have_the_same_instances() {
    host("a");
    Frame window = frame(0, ROWS);
    host("b");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(FEATURES, window, frame(-BEFORE, BEFORE)));
  }
}
