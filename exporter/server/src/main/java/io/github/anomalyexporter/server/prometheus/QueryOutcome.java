package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.http.RequestException;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of one of several queries.
 *
 * @param failure null if it succeeded; otherwise its sink may have received a part of the result
 */
public record QueryOutcome(String promql, @Nullable RequestException failure) {
  public boolean succeeded() {
    return failure == null;
  }
}
