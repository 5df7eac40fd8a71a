package io.github.anomalyexporter.server.savedmodel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Reads a table of LevelDB, in which TensorFlow stores the index of variables: blocks of keys and
 * values, a block that lists the blocks, and a footer that locates that. Compressed blocks, which
 * TensorFlow does not write, are refused.
 *
 * <p>Source of the format: LevelDB, {@code doc/table_format.md}.
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER = 48;
  private static final int HANDLES = FOOTER - Long.BYTES;

  /** After a block: the kind of its compression, and the checksum of both. */
  private static final int TRAILER = 1 + Integer.BYTES;

  /** Limits the memory that a small file can take; names of weights are short. */
  private static final int LONGEST_KEY = 256;

  private final ByteBuffer file;

  private SortedTable(ByteBuffer file) {
    this.file = file;
  }

  /** Returns the values of a table by their keys. */
  static Map<String, ByteBuffer> read(byte[] content) throws DamagedException {
    return new SortedTable(ByteBuffer.wrap(content)).read();
  }

  private Map<String, ByteBuffer> read() throws DamagedException {
    if (file.capacity() < FOOTER) {
      throw new DamagedException(
          "expected at least %s bytes, found %s".formatted(FOOTER, file.capacity()));
    }
    int end = file.capacity() - FOOTER;
    if (reader(end + HANDLES, Long.BYTES).fixed64() != MAGIC) {
      throw new DamagedException("it does not end as a table of variables does");
    }
    ByteReader handles = reader(end, HANDLES);
    block(handles, end);
    Map<String, ByteBuffer> index = entries(block(handles, end));
    Map<String, ByteBuffer> values = new TreeMap<>();
    for (ByteBuffer handle : index.values()) {
      values.putAll(entries(block(new ByteReader(handle), end)));
    }
    return values;
  }

  private ByteReader reader(long offset, long length) throws DamagedException {
    ByteReader reader = new ByteReader(file);
    reader.bytes(offset);
    return new ByteReader(reader.bytes(length));
  }

  /**
   * Returns the content of the block whose offset and size are next.
   *
   * @param end of all blocks
   */
  private ByteBuffer block(ByteReader handle, int end) throws DamagedException {
    long offset = handle.varint();
    long size = handle.varint();
    if (offset < 0 || size < 0 || offset > end - TRAILER || size > end - TRAILER - offset) {
      throw new DamagedException("it lists a block outside of the file");
    }
    ByteBuffer block = reader(offset, size).bytes(size);
    ByteReader trailer = reader(offset + size, TRAILER);
    ByteBuffer compression = trailer.bytes(1);
    CRC32C crc = new CRC32C();
    crc.update(block.duplicate());
    crc.update(compression.duplicate());
    if (trailer.fixed32() != MaskedCrc.of(crc)) {
      throw new DamagedException("the checksum of a block is wrong");
    }
    if (compression.get(0) != 0) {
      throw new DamagedException("it is compressed");
    }
    return block;
  }

  /** Reads the entries of a block: each key without the bytes it shares with the previous key. */
  private static Map<String, ByteBuffer> entries(ByteBuffer block) throws DamagedException {
    ByteReader all = new ByteReader(block);
    int size = block.remaining();
    ByteReader count = new ByteReader(block);
    count.bytes(size - (long) Integer.BYTES);
    long restarts = Integer.toUnsignedLong(count.fixed32());
    ByteReader entries = new ByteReader(all.bytes(size - Integer.BYTES * (restarts + 1)));
    Map<String, ByteBuffer> values = new TreeMap<>();
    byte[] key = {};
    while (entries.hasMore()) {
      long shared = entries.varint();
      long added = entries.varint();
      long length = entries.varint();
      if (shared < 0 || shared > key.length) {
        throw new DamagedException("a key shares more bytes than there are");
      }
      ByteBuffer rest = entries.bytes(added);
      if (shared + added > LONGEST_KEY) {
        throw new DamagedException("a key has more than " + LONGEST_KEY + " bytes");
      }
      byte[] next = Arrays.copyOf(key, (int) shared + rest.remaining());
      rest.get(next, (int) shared, rest.remaining());
      key = next;
      if (values.put(new String(key, StandardCharsets.UTF_8), entries.bytes(length)) != null) {
        throw new DamagedException("it has a key twice");
      }
    }
    return values;
  }
}
