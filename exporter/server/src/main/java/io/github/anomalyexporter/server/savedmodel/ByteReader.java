package io.github.anomalyexporter.server.savedmodel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads little-endian numbers and variable-length integers from a range of bytes. Whatever the
 * bytes are, it throws nothing but {@link DamagedException}.
 */
final class ByteReader {
  /** A variable-length integer of 64 bits has at most ten bytes of seven bits. */
  private static final int LONGEST_VARINT = 10;

  private final ByteBuffer bytes;

  ByteReader(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  boolean hasMore() {
    return bytes.hasRemaining();
  }

  /** Skips bytes and returns them. */
  ByteBuffer bytes(long count) throws DamagedException {
    require(count);
    ByteBuffer part = bytes.slice();
    part.limit((int) count);
    bytes.position(bytes.position() + (int) count);
    return part;
  }

  int fixed32() throws DamagedException {
    require(Integer.BYTES);
    return bytes.getInt();
  }

  long fixed64() throws DamagedException {
    require(Long.BYTES);
    return bytes.getLong();
  }

  long varint() throws DamagedException {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      require(1);
      byte next = bytes.get();
      value |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return value;
      }
    }
    throw new DamagedException("it has an integer of more than ten bytes");
  }

  private void require(long count) throws DamagedException {
    if (count < 0 || count > bytes.remaining()) {
      throw new DamagedException(
          "it ends too early: %s bytes are needed, %s are left"
              .formatted(Long.toUnsignedString(count), bytes.remaining()));
    }
  }
}
