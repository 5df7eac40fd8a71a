package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.TimedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Rows of one host on the grid, one right after the other, and which of them are learned from. Rows
 * in between are there for those after them. Scaled in place once the scaler is fitted, so that a
 * history is not held twice.
 */
final class Stretch {
  private final float[] values;
  private final int inputs;
  private final Instant first;
  private final Duration step;
  private final Map<HistoryPart, int[]> targets;

  /**
   * @param values {@code [rows, inputs]} flat, raw, NaN where missing
   * @param first time of the first row
   * @param targets for each part the rows that are learned from, ascending
   */
  Stretch(
      float[] values, int inputs, Instant first, Duration step, Map<HistoryPart, int[]> targets) {
    this.values = values;
    this.inputs = inputs;
    this.first = first;
    this.step = step;
    this.targets = new EnumMap<>(targets);
  }

  /** {@code [rows, inputs]} flat. */
  float[] values() {
    return values;
  }

  int[] targets(HistoryPart part) {
    return targets.getOrDefault(part, new int[0]);
  }

  Instant first() {
    return first;
  }

  /** A step after its last row. */
  Instant end() {
    return first.plus(step.multipliedBy(values.length / inputs));
  }

  void scale(FittedScaler scaler) {
    scaler.scale(values);
  }

  /** Its rows with every gap filled: once it is scaled. */
  TimedRows filled() {
    return new TimedRows(fill(values.clone(), inputs), inputs, first, step);
  }

  /**
   * Fills gaps in place: with the value before, which is what the next one is most like, or with 0,
   * the mean, where there is none.
   */
  static float[] fill(float[] scaled, int inputs) {
    for (int i = 0; i < scaled.length; i++) {
      if (Float.isNaN(scaled[i])) {
        scaled[i] = i < inputs ? 0 : scaled[i - inputs];
      }
    }
    return scaled;
  }

  /**
   * A copy of a part of it.
   *
   * @param from first row of the copy
   * @param to after the last one
   * @param part whose targets are taken over
   * @param fromTarget the first of them
   */
  Stretch copy(int from, int to, HistoryPart part, int fromTarget) {
    int[] copied =
        Arrays.stream(targets(part)).filter(row -> row >= fromTarget && row < to).toArray();
    for (int i = 0; i < copied.length; i++) {
      copied[i] -= from;
    }
    return new Stretch(
        Arrays.copyOfRange(values, from * inputs, to * inputs),
        inputs,
        first.plus(step.multipliedBy(from)),
        step,
        Map.of(part, copied));
  }

  /** A copy of all of it. */
  Stretch copy() {
    return new Stretch(values.clone(), inputs, first, step, targets);
  }
}
