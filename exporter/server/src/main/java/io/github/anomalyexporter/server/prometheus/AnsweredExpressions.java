package io.github.anomalyexporter.server.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The expressions that the source has answered: where it refuses one of them, the source has
 * changed, not the expression. Thread-safe.
 */
final class AnsweredExpressions {
  /**
   * Refused so often in a row, an expression counts as one that never worked: two minutes of
   * scoring by default, longer than a store takes to restart. Data may have come that it cannot be
   * evaluated on, and the other features need not suffer from it for good.
   */
  static final int REFUSALS = 8;

  /** Far more than the features of all detectors; those asked for longest ago are forgotten. */
  private static final int MOST = 10_000;

  private final Map<String, Integer> refusals =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST;
        }
      };

  synchronized void answered(String expression) {
    refusals.put(expression, 0);
  }

  synchronized void refused(String expression) {
    refusals.computeIfPresent(expression, (key, count) -> count + 1);
  }

  synchronized boolean contains(String expression) {
    return refusals.getOrDefault(expression, REFUSALS) < REFUSALS;
  }
}
