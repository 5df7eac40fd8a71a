package io.github.anomalyexporter.evaluation.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Axis of a picture: maps values to positions. */
final class Axis {
  /**
   * Tick of an axis.
   *
   * @param value position on the axis
   * @param text label
   */
  record Tick(double value, String text) {}

  private final double from;
  private final double to;
  private final double start;
  private final double end;
  private final boolean logarithmic;
  private final List<Tick> ticks;

  private Axis(
      double from, double to, double start, double end, boolean logarithmic, List<Tick> ticks) {
    this.from = from;
    this.to = to;
    this.start = start;
    this.end = end;
    this.logarithmic = logarithmic;
    this.ticks = ticks;
  }

  /**
   * Returns a linear axis with about five ticks at round values.
   *
   * @param to the value at {@code end}, above 0; the value at {@code start} is 0
   * @param unit appended to each label; may be empty
   */
  static Axis linear(double to, double start, double end, String unit) {
    double stride = roundUp(to / 6);
    String format = stride < 0.1 ? "%.2f" : stride < 1 ? "%.1f" : "%.0f";
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i * stride <= to * (1 + 1e-9); i++) {
      ticks.add(new Tick(i * stride, String.format(Locale.ROOT, format, i * stride) + unit));
    }
    return new Axis(0, to, start, end, false, ticks);
  }

  /** Rounds up to 1, 2 or 5 times a power of ten. */
  private static double roundUp(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (int factor : new int[] {1, 2, 5}) {
      if (value <= factor * power * (1 + 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Returns a logarithmic axis from 0.1 to at least 10, with a tick at each power of ten. */
  static Axis ofScores(double largest, double start, double end) {
    List<Tick> ticks = new ArrayList<>();
    double to = 0.1;
    while (to < Math.max(10, Math.min(largest, 1e9))) {
      ticks.add(new Tick(to, text(to)));
      to *= 10;
    }
    ticks.add(new Tick(to, text(to)));
    return new Axis(0.1, to, start, end, true, ticks);
  }

  private static String text(double power) {
    return power < 1 ? "0.1" : String.format(Locale.ROOT, "%.0f", power);
  }

  List<Tick> ticks() {
    return ticks;
  }

  /** Returns the position of a value, limited to the ends of the axis. */
  double place(double value) {
    double inside = Math.max(from, Math.min(to, value));
    double share =
        logarithmic ? Math.log(inside / from) / Math.log(to / from) : (inside - from) / (to - from);
    return start + share * (end - start);
  }

  double start() {
    return start;
  }

  double end() {
    return end;
  }
}
