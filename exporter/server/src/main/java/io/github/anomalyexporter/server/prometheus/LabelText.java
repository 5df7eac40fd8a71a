package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Names and values of labels one after the other, each with its length, so that different labels
 * have different texts. For use by one thread at a time until it is a key.
 */
final class LabelText {
  private static final int USUAL_LENGTH = 128;

  private char[] characters;
  private int length;

  LabelText() {
    this(new char[USUAL_LENGTH], 0);
  }

  private LabelText(char[] characters, int length) {
    this.characters = characters;
    this.length = length;
  }

  void clear() {
    length = 0;
  }

  /**
   * Appends a name or a value.
   *
   * @param count number of characters, at most 65,535
   */
  void append(char[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, characters, length, count);
    length += count;
  }

  /** Appends a name or a value. */
  void append(String text) {
    reserve(text.length());
    text.getChars(0, text.length(), characters, length);
    length += text.length();
  }

  private void reserve(int count) {
    if (length + count + 1 > characters.length) {
      characters = Arrays.copyOf(characters, 2 * (length + count + 1));
    }
    characters[length] = (char) count;
    length++;
  }

  /** Returns the labels whose names and values were appended in turn. */
  Labels labels() {
    Map<String, String> labels = new TreeMap<>();
    int next = 0;
    while (next < length) {
      String name = text(next);
      next += 1 + name.length();
      String value = text(next);
      next += 1 + value.length();
      labels.put(name, value);
    }
    return Labels.of(labels);
  }

  private String text(int position) {
    return new String(characters, position + 1, characters[position]);
  }

  int length() {
    return length;
  }

  LabelText copy() {
    return new LabelText(Arrays.copyOf(characters, length), length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelText that
        && Arrays.equals(characters, 0, length, that.characters, 0, that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + characters[i];
    }
    return hash;
  }
}
