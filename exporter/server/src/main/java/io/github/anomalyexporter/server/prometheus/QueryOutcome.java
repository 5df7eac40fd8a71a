package io.github.anomalyexporter.server.prometheus;

import org.jspecify.annotations.Nullable;

/**
 * What became of one query of several.
 *
 * @param failure null if it succeeded; otherwise its sink may have had a part of the result
 */
public record QueryOutcome(String promql, @Nullable PrometheusException failure) {
  public boolean succeeded() {
    return failure == null;
  }
}
