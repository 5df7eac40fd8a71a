package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Rows of one host on the grid, one right after the other, and which of them are learned from. Rows
 * in between are there for those after them. The rows are made anew each time they are asked for:
 * the queried features, of which they are made, are held anyway, and those of a whole fleet would
 * take as much again.
 */
public final class Segment {
  private final Labels instance;
  private final Supplier<float[]> rows;
  private final int inputs;
  private final Instant first;
  private final Duration step;
  private final int[] targets;

  /**
   * @param instance the host
   * @param rows gives {@code [rows, inputs]} flat, raw, NaN where missing, of its own to whoever
   *     asks
   * @param first time of the first row
   * @param targets the rows that are learned from, ascending
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

  /** {@code [rows, inputs]} flat, raw, NaN where missing; the caller's own. */
  public float[] raw() {
    return rows.get();
  }

  /** {@code [rows, inputs]} flat, scaled, NaN where missing; the caller's own. */
  public float[] scaled(FittedScaler scaler) {
    float[] values = rows.get();
    scaler.scale(values);
    return values;
  }

  public int[] targets() {
    return targets;
  }

  /** The host whose rows they are. */
  public Labels instance() {
    return instance;
  }

  /** The number of a row on the grid: of two rows of a host the difference is how far apart. */
  public long place(int row) {
    return Math.floorDiv(at(row).toEpochMilli(), step.toMillis());
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

  /** Its scaled rows with every gap filled with what was forecast of it. */
  public TimedRows filled(float[] scaled, Forecast forecast) {
    return forecast.fill(scaled, first, step);
  }

  /** Its rows, scaled, with every gap filled before there is a forecast. */
  public TimedRows filled(FittedScaler scaler) {
    return new TimedRows(Gaps.carryForward(scaled(scaler), inputs), inputs, first, step);
  }

  /**
   * Some of its rows, copied, and the targets among them.
   *
   * @param raw its rows
   * @param from first row of the copy
   * @param fromTarget the first row that may be a target in it
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
