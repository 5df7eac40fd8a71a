package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The change of one instance.
 *
 * @param values the changes of its features, the largest first; without features that are unknown
 */
public record InstanceChange(Labels instance, List<ValueChange> values) {
  /** An incident affects a few features; a mean over all of them would hide it. */
  private static final int LARGEST_COUNT = 3;

  public InstanceChange {
    values =
        values.stream()
            .filter(value -> !Double.isNaN(value.weight()))
            .sorted(Comparator.comparingDouble(ValueChange::weight).reversed())
            .toList();
  }

  /** Returns the root mean square of its three largest changes; NaN if all are unknown. */
  public double change() {
    return Comparison.rootMeanSquare(
        values.stream().limit(LARGEST_COUNT).mapToDouble(ValueChange::weight));
  }

  /** Returns the changed feature whose onset is the earliest; empty without an onset. */
  public Optional<ValueChange> first() {
    return values.stream()
        .filter(value -> value.isChanged() && value.onset() != null)
        .min(Comparator.comparing(InstanceChange::onset));
  }

  /** Returns the earliest onset of its changed features; empty without one. */
  public Optional<Instant> onset() {
    return first().map(InstanceChange::onset);
  }

  private static Instant onset(ValueChange value) {
    return Objects.requireNonNull(value.onset());
  }
}
