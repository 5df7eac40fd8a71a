package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The instances that a caller sees: all, or those that match one of some selectors. Equal for the
 * same texts of selectors, so that only callers who see the same instances share a page. Immutable.
 */
public final class Visibility {
  /** All instances. */
  public static final Visibility ALL = new Visibility(null);

  private final @Nullable LabelSelectors selectors;

  private Visibility(@Nullable LabelSelectors selectors) {
    this.selectors = selectors;
  }

  /**
   * Returns the visibility of the instances that match one of the selectors, on their identity
   * labels and {@code detector}, as {@code match[]} selects them.
   *
   * @param selectors without any, no instance is visible
   * @throws IllegalArgumentException with the expectation and the text found, if one is invalid
   */
  public static Visibility of(List<String> selectors) {
    return new Visibility(LabelSelectors.parse(selectors));
  }

  /** Returns the visibility of the instances that match; of all, if there is no selector. */
  public static Visibility of(LabelSelectors selectors) {
    return selectors.matchesAll() ? ALL : new Visibility(selectors);
  }

  /** Returns whether all instances are visible. */
  public boolean isAll() {
    return selectors == null;
  }

  /** Returns whether an instance of a detector is visible. */
  public boolean includes(String detector, Labels instance) {
    return selectors == null
        || (!selectors.equals(LabelSelectors.ALL) && matches(selectors, detector, instance));
  }

  /** Returns whether an instance of a detector matches, by its labels and {@code detector}. */
  static boolean matches(LabelSelectors selectors, String detector, Labels instance) {
    return selectors.matches(
        label -> label.equals(InstanceFilter.DETECTOR) ? detector : instance.get(label));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Visibility visibility
        && Objects.equals(selectors, visibility.selectors);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(selectors);
  }

  @Override
  public String toString() {
    return selectors == null ? "all" : selectors.toString();
  }
}
