package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.config.Expression;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The expressions of a detector for one of its instances, so that a user can look at it in
 * Prometheus. The exporter queries all instances at once.
 */
public final class InstanceExpressions {
  private static final String SELECTOR = "$selector";

  private InstanceExpressions() {}

  /**
   * Returns one expression per queried feature, in order.
   *
   * @param instance its identity labels
   */
  public static List<String> of(DetectorConfig config, Duration rateWindow, Labels instance) {
    Source source = config.source();
    List<String> labels = new ArrayList<>(source.identityLabels());
    labels.addAll(source.replicaLabels());
    return config.features().features().stream()
        .map(Feature::expression)
        .map(
            expression ->
                expression.contains(SELECTOR)
                    ? Expression.render(expression, selector(source, instance), labels, rateWindow)
                    : of(
                        Expression.render(expression, source.selector(), labels, rateWindow),
                        instance))
        .toList();
  }

  /** Fewer series are read than by a filter of the result. */
  private static String selector(Source source, Labels instance) {
    String matchers =
        instance.asMap().entrySet().stream()
            .map(label -> LabelName.promql(label.getKey()) + "=" + text(label.getValue()))
            .collect(Collectors.joining(", "));
    return source.selector().isEmpty() ? matchers : source.selector() + ", " + matchers;
  }

  /** Returns an expression for the series of a result with the labels of the instance. */
  private static String of(String expression, Labels instance) {
    String wanted = "vector(1)";
    for (Map.Entry<String, String> label : instance.asMap().entrySet()) {
      // A dollar sign would begin the name of a group.
      String value = text(label.getValue().replace("$", "$$"));
      wanted =
          "label_replace(%s, %s, %s, \"\", \"\")".formatted(wanted, text(label.getKey()), value);
    }
    return "(%s) and on (%s) %s"
        .formatted(expression, LabelName.promql(instance.asMap().keySet()), wanted);
  }

  private static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
