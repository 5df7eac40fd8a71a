package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** Blocks of a PEM text (RFC 7468). Text before, between and after them is skipped. */
final class PemBlocks {
  private PemBlocks() {}

  /**
   * Reads all blocks of a source with any label.
   *
   * @return in the order of the source; empty if it has none
   * @throws UsageException if a block is damaged; the message names the source
   */
  static List<PemObject> read(PemSource source) {
    List<PemObject> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(source.read()))) {
      @Nullable PemObject block = reader.readPemObject();
      while (block != null) {
        blocks.add(block);
        block = reader.readPemObject();
      }
    } catch (IOException | DecoderException e) {
      throw new UsageException(
          source.place() + ": expected PEM, found a block that is truncated or not base64", e);
    }
    return blocks;
  }
}
