package io.github.anomalyexporter.server.samples;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bytes of a block of rows of one instance, oldest first: parts of rows with the same columns, each
 * with a head and a deflated body. A body has the times and then the changes of the values from row
 * to row, column by column, as differences of the bits of floats with the sign in the lowest bit.
 * First are the highest bytes of all of them, which are mostly 0, then all second bytes and so on.
 */
final class BlockFormat {
  /** Level of the compression: higher levels save less than a percent. */
  private static final int LEVEL = 6;

  /** Format, columns, rows, width, time of the first row, length of the body. */
  private static final int HEAD = 1 + 4 + 4 + 4 + 8 + 4;

  private static final byte VERSION = 1;

  private BlockFormat() {}

  /** Encodes rows that are sorted by time. */
  static byte[] encode(List<Row> rows) {
    List<byte[]> parts = new ArrayList<>();
    int length = 0;
    for (int from = 0; from < rows.size(); ) {
      int to = from + 1;
      while (to < rows.size() && rows.get(to).columns() == rows.get(from).columns()) {
        to++;
      }
      byte[] part = part(rows.subList(from, to));
      parts.add(part);
      length += part.length;
      from = to;
    }
    ByteBuffer block = ByteBuffer.allocate(length);
    parts.forEach(block::put);
    return block.array();
  }

  private static byte[] part(List<Row> rows) {
    Row first = rows.get(0);
    byte[] raw = planes(rows, first.time(), first.values().length);
    byte[] body = deflated(raw);
    return ByteBuffer.allocate(HEAD + body.length)
        .put(VERSION)
        .putInt(first.columns())
        .putInt(rows.size())
        .putInt(first.values().length)
        .putLong(first.time())
        .putInt(body.length)
        .put(body)
        .array();
  }

  private static byte[] planes(List<Row> rows, long start, int width) {
    int count = rows.size() * (1 + width);
    byte[] planes = new byte[count * Integer.BYTES];
    int at = 0;
    for (Row row : rows) {
      scatter(planes, count, at++, Math.toIntExact(row.time() - start));
    }
    for (int column = 0; column < width; column++) {
      int before = 0;
      for (Row row : rows) {
        int bits = Float.floatToIntBits(row.values()[column]);
        int change = bits - before;
        scatter(planes, count, at++, change << 1 ^ change >> 31);
        before = bits;
      }
    }
    return planes;
  }

  private static void scatter(byte[] planes, int count, int at, int bits) {
    planes[at] = (byte) (bits >>> 24);
    planes[count + at] = (byte) (bits >>> 16);
    planes[2 * count + at] = (byte) (bits >>> 8);
    planes[3 * count + at] = (byte) bits;
  }

  private static int gather(byte[] planes, int count, int at) {
    return (planes[at] & 0xff) << 24
        | (planes[count + at] & 0xff) << 16
        | (planes[2 * count + at] & 0xff) << 8
        | (planes[3 * count + at] & 0xff);
  }

  private static byte[] deflated(byte[] raw) {
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(raw);
      deflater.finish();
      byte[] target = new byte[raw.length + raw.length / 8 + 64];
      int length = deflater.deflate(target);
      if (!deflater.finished()) {
        throw new IllegalStateException("deflated data is longer than its bound");
      }
      return Arrays.copyOf(target, length);
    } finally {
      deflater.end();
    }
  }

  /** Returns the rows of a block. */
  static List<Row> decode(byte[] encoded) {
    ByteBuffer block = ByteBuffer.wrap(encoded);
    List<Row> rows = new ArrayList<>();
    while (block.hasRemaining()) {
      byte version = block.get();
      if (version != VERSION) {
        throw new IllegalStateException("a block of format " + version + ", expected " + VERSION);
      }
      int columns = block.getInt();
      int count = block.getInt();
      int width = block.getInt();
      long start = block.getLong();
      byte[] body = new byte[block.getInt()];
      block.get(body);
      addRows(rows, columns, start, count, inflated(body, count * (1 + width) * Integer.BYTES));
    }
    return rows;
  }

  private static void addRows(List<Row> rows, int columns, long start, int count, byte[] planes) {
    int cells = planes.length / Integer.BYTES;
    int width = cells / count - 1;
    int[] bits = new int[width];
    for (int row = 0; row < count; row++) {
      float[] values = new float[width];
      for (int column = 0; column < width; column++) {
        int change = gather(planes, cells, (1 + column) * count + row);
        bits[column] += change >>> 1 ^ -(change & 1);
        values[column] = Float.intBitsToFloat(bits[column]);
      }
      rows.add(new Row(start + gather(planes, cells, row), columns, values));
    }
  }

  private static byte[] inflated(byte[] body, int length) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(body);
      byte[] raw = new byte[length];
      int found = inflater.inflate(raw);
      if (found != length) {
        throw new IllegalStateException("a block of " + found + " bytes, expected " + length);
      }
      return raw;
    } catch (DataFormatException e) {
      throw new IllegalStateException("a block that cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }
}
