package io.github.anomalyexporter.server.local;

import java.util.List;
import java.util.regex.Pattern;

/** A line of a file below {@code /proc}: fields between spaces. */
record Fields(List<String> fields) {
  private static final Pattern SPACES = Pattern.compile("[ \t]+");

  Fields {
    fields = List.copyOf(fields);
  }

  static Fields of(String line) {
    return new Fields(List.of(SPACES.split(line.strip())));
  }

  int size() {
    return fields.size();
  }

  /**
   * Returns a field.
   *
   * @param index from 0
   * @throws IllegalArgumentException if there are fewer
   */
  String text(int index) {
    if (index >= fields.size()) {
      throw new IllegalArgumentException("a line of " + fields.size() + " fields: " + this);
    }
    return fields.get(index);
  }

  /**
   * Returns a field as number.
   *
   * @param index from 0
   * @throws IllegalArgumentException if it is none
   */
  double number(int index) {
    double number = Double.parseDouble(text(index));
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the number " + number);
    }
    return number;
  }

  @Override
  public String toString() {
    return String.join(" ", fields);
  }
}
