package io.github.anomalyexporter.core.feature;

/**
 * One thing that is looked at on every instance.
 *
 * @param name unique in its feature set; the {@code feature} label of the metrics
 * @param expression PromQL that gives one value for each instance; may hold placeholders, which the
 *     ingest fills in
 * @param unit of the value, as shown in alerts: {@code ratio}, {@code bytes/s}, {@code seconds} ...
 * @param transform applied before scaling
 * @param optional true where many hosts rightly lack it: its absence is no loss of coverage
 */
public record Feature(
    String name, String expression, String unit, Transform transform, boolean optional) {

  /** The same feature, asked for in another way. */
  public Feature withExpression(String other) {
    return new Feature(name, other, unit, transform, optional);
  }
}
