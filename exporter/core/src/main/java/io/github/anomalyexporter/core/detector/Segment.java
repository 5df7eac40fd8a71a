package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Consecutive rows of one instance on the grid, and the rows among them to learn from (targets).
 * The other rows are context of later rows. The rows are engineered at each call from the queried
 * features, which are in memory anyway: those of a whole fleet would need the same memory again.
 */
public final class Segment {
  private final Labels instance;
  private final Supplier<float[]> rows;
  private final int inputs;
  private final Instant first;
  private final Duration step;
  private final int[] targets;

  /**
   * @param rows returns {@code [rows, inputs]} flat, raw, NaN where missing; a new array at each
   *     call
   * @param first time of the first row
   * @param targets rows to learn from, ascending
   */
  public Segment(
      Labels instance,
      Supplier<float[]> rows,
      int inputs,
      Instant first,
      Duration step,
      int[] targets) {
    this.instance = instance;
    this.rows = rows;
    this.inputs = inputs;
    this.first = first;
    this.step = step;
    this.targets = targets;
  }

  /** Returns {@code [rows, inputs]} flat, raw, NaN where missing; owned by the caller. */
  public float[] raw() {
    return rows.get();
  }

  /** Returns {@code [rows, inputs]} flat, scaled, NaN where missing; owned by the caller. */
  public float[] scaled(FittedScaler scaler) {
    float[] values = rows.get();
    scaler.scale(values);
    return values;
  }

  public int[] targets() {
    return targets;
  }

  /** The instance of the rows. */
  public Labels instance() {
    return instance;
  }

  /** Returns the number of a row on the grid: a difference of two is a distance in rows. */
  public long place(int row) {
    return Math.floorDiv(at(row).toEpochMilli(), step.toMillis());
  }

  /** Time of the first row. */
  public Instant first() {
    return first;
  }

  /** Time of the first row to learn from; empty without targets. */
  Optional<Instant> firstTarget() {
    return targets.length == 0 ? Optional.empty() : Optional.of(at(targets[0]));
  }

  /** Time of the last row to learn from; empty without targets. */
  Optional<Instant> lastTarget() {
    return targets.length == 0 ? Optional.empty() : Optional.of(at(targets[targets.length - 1]));
  }

  private Instant at(int row) {
    return first.plus(step.multipliedBy(row));
  }

  /** Returns the time between two rows. */
  public Duration step() {
    return step;
  }

  /** Returns its rows, scaled, with every gap filled without a forecast. */
  public TimedRows filled(FittedScaler scaler) {
    return new TimedRows(Gaps.carryForward(scaled(scaler), inputs), inputs, first, step);
  }

  /**
   * Copies some rows and the targets among them.
   *
   * @param raw rows of this segment
   * @param from first row of the copy
   * @param fromTarget first row that may be a target in the copy
   * @param to after the last row
   */
  Segment copy(float[] raw, int from, int fromTarget, int to) {
    float[] copied = Arrays.copyOfRange(raw, from * inputs, to * inputs);
    return new Segment(
        instance,
        copied::clone,
        inputs,
        first.plus(step.multipliedBy(from)),
        step,
        Arrays.stream(targets)
            .filter(row -> row >= fromTarget && row < to)
            .map(row -> row - from)
            .toArray());
  }
}
