package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows of one host on the grid, one right after the other, and which of them are learned from. Rows
 * in between are there for those after them. Scaled in place once the scaler is fitted, so that a
 * history is not held twice.
 */
public final class Stretch {
  private final float[] values;
  private final int inputs;
  private final Instant first;
  private final Duration step;
  private final int[] targets;

  /**
   * @param values {@code [rows, inputs]} flat, raw, NaN where missing
   * @param first time of the first row
   * @param targets the rows that are learned from, ascending
   */
  public Stretch(float[] values, int inputs, Instant first, Duration step, int[] targets) {
    this.values = values;
    this.inputs = inputs;
    this.first = first;
    this.step = step;
    this.targets = targets;
  }

  /** {@code [rows, inputs]} flat. */
  public float[] values() {
    return values;
  }

  public int[] targets() {
    return targets;
  }

  /** Time of its first row. */
  public Instant first() {
    return first;
  }

  /** Time of the first row that is learned from; empty without any. */
  Optional<Instant> firstTarget() {
    return targets.length == 0 ? Optional.empty() : Optional.of(at(targets[0]));
  }

  /** Time of the last row that is learned from; empty without any. */
  Optional<Instant> lastTarget() {
    return targets.length == 0 ? Optional.empty() : Optional.of(at(targets[targets.length - 1]));
  }

  private Instant at(int row) {
    return first.plus(step.multipliedBy(row));
  }

  public void scale(FittedScaler scaler) {
    scaler.scale(values);
  }

  /** Its rows, once it is scaled, with every gap filled with what was forecast of it. */
  public TimedRows filled(Forecast forecast) {
    return forecast.fill(values, first, step);
  }

  /** Its rows, once it is scaled, with every gap filled before there is a forecast. */
  public TimedRows filled() {
    return new TimedRows(fill(values.clone(), inputs), inputs, first, step);
  }

  /**
   * Fills gaps in place: with the value before, which is what the next one is most like, or with 0,
   * the mean, where there is none.
   */
  public static float[] fill(float[] scaled, int inputs) {
    for (int i = 0; i < scaled.length; i++) {
      if (Float.isNaN(scaled[i])) {
        scaled[i] = i < inputs ? 0 : scaled[i - inputs];
      }
    }
    return scaled;
  }

  /**
   * A copy of some rows and of the targets among them.
   *
   * @param from first row of the copy
   * @param fromTarget the first row that may be a target in it
   * @param to after the last row
   */
  public Stretch copy(int from, int fromTarget, int to) {
    return new Stretch(
        Arrays.copyOfRange(values, from * inputs, to * inputs),
        inputs,
        first.plus(step.multipliedBy(from)),
        step,
        Arrays.stream(targets)
            .filter(row -> row >= fromTarget && row < to)
            .map(row -> row - from)
            .toArray());
  }
}
