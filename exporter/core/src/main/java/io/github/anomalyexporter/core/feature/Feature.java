package io.github.anomalyexporter.core.feature;

/**
 * A value that is queried for every instance.
 *
 * @param name unique in its feature set; the {@code feature} label of the metrics
 * @param expression PromQL with one value for each instance; may contain placeholders, which the
 *     ingest replaces
 * @param unit of the value, as shown in alerts: {@code ratio}, {@code bytes/s}, {@code seconds} ...
 * @param transform applied before scaling
 * @param optional true if many instances do not have the feature: its absence does not reduce
 *     coverage
 * @param bounds a value outside them is missing
 */
public record Feature(
    String name,
    String expression,
    String unit,
    Transform transform,
    boolean optional,
    Bounds bounds) {

  /** A feature without bounds. */
  public Feature(
      String name, String expression, String unit, Transform transform, boolean optional) {
    this(name, expression, unit, transform, optional, Bounds.NONE);
  }

  /** Returns the same feature with another expression. */
  public Feature withExpression(String other) {
    return new Feature(name, other, unit, transform, optional, bounds);
  }

  /**
   * Returns the canonical text of what a model depends on. It excludes the bounds because a model
   * stays valid when they change. Stored models contain a digest of this text, so it must not
   * change, even if a type or component is renamed.
   */
  String schema() {
    return "Feature[name=%s, expression=%s, unit=%s, transform=%s, optional=%s]"
        .formatted(name, expression, unit, transform.schema(), optional);
  }
}
