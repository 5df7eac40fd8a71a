package io.github.anomalyexporter.benchmarks.quiet;

/**
 * The values of one series at every evaluation, in the notation of promtool's tests: repeated
 * values are shortened, and the series is stale where a scrape did not contain it.
 */
final class SeriesValues {
  private final StringBuilder text = new StringBuilder();
  private String last = "";
  private int repeated;
  private int length;

  /**
   * Adds a sample.
   *
   * @param tick number of the evaluation, greater than the number of the sample before
   */
  void add(int tick, String value) {
    if (tick > length) {
      missing(tick - length);
    }
    // promtool has no notation for a repeated NaN.
    if (length > 0 && value.equals(last) && !value.equals("NaN")) {
      repeated++;
    } else {
      endRun();
      text.append(text.isEmpty() ? "" : " ").append(value);
      last = value;
    }
    length = tick + 1;
  }

  private void missing(int count) {
    endRun();
    if (length == 0) {
      text.append("_x").append(count);
    } else {
      text.append(" stale");
      if (count > 1) {
        text.append(" _x").append(count - 1);
      }
    }
    last = "";
  }

  private void endRun() {
    if (repeated > 0) {
      text.append('x').append(repeated);
    }
    repeated = 0;
  }

  /** Returns all values up to an evaluation, exclusive. */
  String upTo(int ticks) {
    if (ticks > length) {
      missing(ticks - length);
      length = ticks;
    } else {
      endRun();
      last = "";
    }
    return text.toString();
  }
}
