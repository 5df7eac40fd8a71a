package io.github.anomalyexporter.server.kind;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Arrays of floats in binary files: length and numbers, big-endian. */
final class FloatArrays {
  private FloatArrays() {}

  static void write(float[] values, DataOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  /**
   * Reads an array written by {@link #write}.
   *
   * @param most maximum number of elements, by the size of the file
   */
  static float[] read(DataInputStream in, long most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("an array of " + length + " numbers");
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
