package io.github.anomalyexporter.server.savedmodel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One tensor of the index of variables: TensorFlow's protocol buffer {@code BundleEntryProto}
 * ({@code tensor_bundle.proto}).
 *
 * @param type number of the data type; 1 for floats
 * @param shard number of the data file
 * @param offset of the first byte in the data file
 * @param crc masked checksum of the bytes
 */
record TensorEntry(long type, List<Long> shape, long shard, long offset, long size, int crc) {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  /** Receives the fields of a message; a field that it does not know is an error. */
  @FunctionalInterface
  private interface Fields {
    /**
     * Takes a field.
     *
     * @param tag number and wire type, as {@link #tag} joins them
     */
    void take(int tag, ByteReader message) throws DamagedException;
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  private static void read(ByteBuffer message, Fields fields) throws DamagedException {
    ByteReader reader = new ByteReader(message);
    while (reader.hasMore()) {
      long tag = reader.varint();
      if (tag < 0 || tag > Integer.MAX_VALUE) {
        throw unknown(tag);
      }
      fields.take((int) tag, reader);
    }
  }

  private static DamagedException unknown(long tag) {
    return new DamagedException(
        "it has a field %s of an unknown type".formatted(Long.toUnsignedString(tag >>> 3)));
  }

  /** Reads the entry of a tensor. */
  static TensorEntry of(ByteBuffer message) throws DamagedException {
    long[] numbers = new long[6];
    List<Long> shape = new ArrayList<>();
    read(
        message,
        (tag, reader) -> {
          switch (tag) {
            case 1 << 3 | VARINT, 3 << 3 | VARINT, 4 << 3 | VARINT, 5 << 3 | VARINT ->
                numbers[(tag >> 3) - 1] = reader.varint();
            case 2 << 3 | BYTES -> shape.addAll(shape(reader.bytes(reader.varint())));
            case 6 << 3 | FIXED32 -> numbers[5] = reader.fixed32();
            default -> throw unknown(tag);
          }
        });
    return new TensorEntry(
        numbers[0], List.copyOf(shape), numbers[2], numbers[3], numbers[4], (int) numbers[5]);
  }

  /** Reads {@code TensorShapeProto}. */
  private static List<Long> shape(ByteBuffer message) throws DamagedException {
    List<Long> sizes = new ArrayList<>();
    read(
        message,
        (tag, reader) -> {
          if (tag != tag(2, BYTES)) {
            throw unknown(tag);
          }
          long[] size = new long[1];
          read(
              reader.bytes(reader.varint()),
              (inner, dimension) -> {
                if (inner != tag(1, VARINT)) {
                  throw unknown(inner);
                }
                size[0] = dimension.varint();
              });
          sizes.add(size[0]);
        });
    return sizes;
  }

  /** Checks the header of the index, {@code BundleHeaderProto}: one little-endian data file. */
  static void requireOneLittleEndianShard(ByteBuffer header) throws DamagedException {
    long[] numbers = new long[2];
    read(
        header,
        (tag, reader) -> {
          switch (tag) {
            case 1 << 3 | VARINT, 2 << 3 | VARINT -> numbers[(tag >> 3) - 1] = reader.varint();
            case 3 << 3 | BYTES -> {
              var unused = reader.bytes(reader.varint());
            }
            default -> throw unknown(tag);
          }
        });
    if (numbers[0] != 1 || numbers[1] != 0) {
      throw new DamagedException(
          "expected one little-endian data file, found %s of the endianness %s"
              .formatted(numbers[0], numbers[1]));
    }
  }
}
