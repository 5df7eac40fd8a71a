package io.github.anomalyexporter.testing.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes text and decimal numbers through a buffer, without an object per number, because a
 * backfill has millions of them. For one thread; does not close its destination.
 */
final class TextWriter {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LONGEST_NUMBER = 24;
  private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] digits = new byte[LONGEST_NUMBER];
  private int size;

  TextWriter(OutputStream out) {
    this.out = out;
  }

  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  void write(byte[] bytes) throws IOException {
    write(bytes, 0, bytes.length);
  }

  /**
   * Writes a number rounded to a number of decimals.
   *
   * @param value finite, of at most 18 digits with its decimals
   * @param decimals 0 to 6
   */
  void write(double value, int decimals) throws IOException {
    long scaled = Math.round(value * POWERS_OF_TEN[decimals]);
    long rest = Math.abs(scaled);
    int start = LONGEST_NUMBER;
    int written = 0;
    do {
      if (written == decimals && decimals > 0) {
        digits[--start] = '.';
      }
      digits[--start] = (byte) ('0' + rest % 10);
      rest /= 10;
      written++;
    } while (rest > 0 || written <= decimals);
    if (scaled < 0) {
      digits[--start] = '-';
    }
    write(digits, start, LONGEST_NUMBER - start);
  }

  void flush() throws IOException {
    out.write(buffer, 0, size);
    size = 0;
    out.flush();
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    if (size + length > BUFFER_BYTES) {
      out.write(buffer, 0, size);
      size = 0;
    }
    if (length > BUFFER_BYTES) {
      out.write(bytes, offset, length);
      return;
    }
    System.arraycopy(bytes, offset, buffer, size, length);
    size += length;
  }
}
