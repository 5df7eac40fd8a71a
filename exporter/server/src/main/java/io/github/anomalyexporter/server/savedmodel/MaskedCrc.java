package io.github.anomalyexporter.server.savedmodel;

import java.util.zip.CRC32C;

/**
 * CRC-32C as LevelDB and TensorFlow store it: rotated, with a constant added, so that the checksum
 * of data that contains checksums is not degenerate. Source: LevelDB, {@code util/crc32c.h}.
 */
final class MaskedCrc {
  private static final int DELTA = 0xa282ead8;

  private MaskedCrc() {}

  static int of(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + DELTA;
  }
}
