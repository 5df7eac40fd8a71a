package io.github.anomalyexporter.server.samples;

/**
 * The grid of a detector: multiples of its step. A sample belongs to the next multiple that is not
 * before it, its cell; so many cells form a span, the time of one block.
 *
 * @param step in milliseconds
 */
record Grid(long step) {
  /** Enough rows to compress a block well, and few enough to keep a span of recent rows. */
  static final int CELLS = 120;

  long cell(long time) {
    return -Math.floorDiv(-time, step);
  }

  /** Returns the span of a time, as the time of its first cell. */
  long span(long time) {
    return Math.floorDiv(cell(time), CELLS) * length();
  }

  long length() {
    return CELLS * step;
  }

  /** Returns the last time that belongs to a span. */
  long lastTime(long span) {
    return span + length() - step;
  }

  /** Returns the number of a time's cell within its span. */
  int cellInSpan(long time) {
    return (int) Math.floorMod(cell(time), (long) CELLS);
  }
}
