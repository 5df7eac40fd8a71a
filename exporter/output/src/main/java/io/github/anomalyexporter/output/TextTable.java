package io.github.anomalyexporter.output;

import java.util.Locale;

/**
 * Aligned columns of text. A cell that is longer than its column moves the rest of its line to the
 * right. Immutable.
 */
public final class TextTable {
  private final String gap;
  private final String format;

  private TextTable(String gap, String format) {
    this.gap = gap;
    this.format = format;
  }

  /**
   * A table without columns.
   *
   * @param indent number of spaces before each line
   * @param gap number of spaces between two columns
   */
  public static TextTable of(int indent, int gap) {
    return new TextTable(" ".repeat(gap), " ".repeat(indent));
  }

  /** Adds a column whose cells begin at the same place. */
  public TextTable left(int width) {
    return with("%-" + width + "s");
  }

  /** Adds a column whose cells end at the same place. */
  public TextTable right(int width) {
    return with("%" + width + "s");
  }

  /** Adds a column without a width. */
  public TextTable unaligned() {
    return with("%s");
  }

  private TextTable with(String column) {
    return new TextTable(gap, format.isBlank() ? format + column : format + gap + column);
  }

  /**
   * Returns a line, without its end and without spaces at the end.
   *
   * @param cells one for each column
   */
  public String line(Object... cells) {
    return String.format(Locale.ROOT, format, cells).stripTrailing();
  }
}
