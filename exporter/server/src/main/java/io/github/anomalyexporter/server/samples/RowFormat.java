package io.github.anomalyexporter.server.samples;

import java.nio.ByteBuffer;

/** Bytes of a recent row: the number of its columns, and its values as they are. */
final class RowFormat {
  private RowFormat() {}

  static byte[] encode(Row row) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Float.BYTES * row.values().length);
    bytes.putInt(row.columns());
    for (float value : row.values()) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static Row decode(long time, byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    int columns = bytes.getInt();
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return new Row(time, columns, values);
  }
}
