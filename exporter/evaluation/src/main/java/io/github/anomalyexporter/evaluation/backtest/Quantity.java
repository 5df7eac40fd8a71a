package io.github.anomalyexporter.evaluation.backtest;

import java.util.Locale;

/** Formats numbers with units for text output. */
final class Quantity {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T"};
  private static final double MEGABYTE = 1e6;

  private Quantity() {}

  /**
   * Formats a value: {@code 97%} for a ratio, {@code 1.2 MB/s} for bytes/s, {@code 3.4 processes}.
   */
  static String of(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "missing";
    }
    if (unit.equals("ratio")) {
      return format(Math.abs(value) < 0.1 ? "%.1f%%" : "%.0f%%", 100 * value);
    }
    if (unit.equals("seconds") && Math.abs(value) < 1) {
      return format("%.1f ms", 1000 * value);
    }
    int prefix = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    String number = format(Math.abs(scaled) < 10 ? "%.1f" : "%.0f", scaled);
    if (unit.startsWith("bytes")) {
      return number + " " + PREFIXES[prefix] + "B" + unit.substring("bytes".length());
    }
    return number + PREFIXES[prefix] + (unit.isEmpty() ? "" : " " + unit);
  }

  /** Formats a count such as {@code 1.2M}. */
  static String count(long count) {
    return count < 1000 ? Long.toString(count) : of((double) count, "");
  }

  /** Formats megabytes of 10<sup>6</sup> bytes. */
  static String megabytes(long bytes) {
    double megabytes = bytes / MEGABYTE;
    return format(megabytes < 10 ? "%.1f MB" : "%.0f MB", megabytes);
  }

  /** Formats a decimal with two to three significant digits; a dash for NaN. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    } else if (value == 0) {
      return "0";
    }
    return format(value < 0.1 ? "%.3f" : value < 10 ? "%.2f" : "%.1f", value);
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
