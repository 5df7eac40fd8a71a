package io.github.anomalyexporter.testing.watch;

import java.util.Locale;

/** Values with their units, short enough for a table. */
final class UnitFormat {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T"};

  private UnitFormat() {}

  /** Such as {@code 97%} for a ratio, {@code 1.2 MB/s} for bytes/s, {@code 3.4 processes}. */
  static String format(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "unknown";
    }
    if (unit.equals("ratio")) {
      return String.format(Locale.ROOT, "%.0f%%", 100 * value);
    }
    if (unit.equals("seconds") && Math.abs(value) < 1) {
      return String.format(Locale.ROOT, "%.1f ms", 1000 * value);
    }
    int prefix = 0;
    double scaled = value;
    while (Math.abs(scaled) >= 1000 && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    String number = String.format(Locale.ROOT, Math.abs(scaled) < 10 ? "%.1f" : "%.0f", scaled);
    if (unit.startsWith("bytes")) {
      return number + " " + PREFIXES[prefix] + "B" + unit.substring("bytes".length());
    }
    return number + PREFIXES[prefix] + (unit.isEmpty() ? "" : " " + unit);
  }
}
