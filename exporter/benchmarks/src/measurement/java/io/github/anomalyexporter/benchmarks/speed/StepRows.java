package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.List;

/** The rows of a window, over and over: with each step one of them is new. */
public final class StepRows implements RecentRows {
  private final Frame window;
  private long steps;

  public StepRows(Frame window) {
    this.window = window;
  }

  /** Moves on by one step. */
  public void advance() {
    steps++;
  }

  @Override
  public TimeRange range() {
    TimeRange range = window.range();
    return new TimeRange(
        range.start().plus(range.step().multipliedBy(steps)),
        range.end().plus(range.step().multipliedBy(steps)),
        range.step());
  }

  @Override
  public List<Labels> instances() {
    return window.instances();
  }

  @Override
  public int firstNew(int instance) {
    return window.rows() - 1;
  }

  @Override
  public void copyRow(int instance, int row, float[] cells) {
    window.copyRow(instance, (int) ((row + steps) % window.rows()), cells);
  }
}
