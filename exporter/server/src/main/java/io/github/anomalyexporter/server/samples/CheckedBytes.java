package io.github.anomalyexporter.server.samples;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Values of a map: bytes with a checksum, because the library has none for the content of pages.
 */
final class CheckedBytes extends BasicDataType<byte[]> {
  static final CheckedBytes INSTANCE = new CheckedBytes();

  /** Estimated size of the object itself. */
  private static final int OVERHEAD = 24;

  private CheckedBytes() {}

  @Override
  public int getMemory(byte[] value) {
    return OVERHEAD + value.length;
  }

  @Override
  public void write(WriteBuffer buffer, byte[] value) {
    buffer.putVarInt(value.length);
    buffer.putInt(checksum(value));
    buffer.put(value);
  }

  @Override
  public byte[] read(ByteBuffer buffer) {
    int length = DataUtils.readVarInt(buffer);
    int expected = buffer.getInt();
    if (length < 0 || length > buffer.remaining()) {
      throw damaged();
    }
    byte[] value = new byte[length];
    buffer.get(value);
    if (checksum(value) != expected) {
      throw damaged();
    }
    return value;
  }

  private static RuntimeException damaged() {
    return DataUtils.newMVStoreException(
        DataUtils.ERROR_FILE_CORRUPT, "a value differs from its checksum");
  }

  private static int checksum(byte[] value) {
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    return (int) checksum.getValue();
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
