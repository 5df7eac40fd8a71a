package io.github.anomalyexporter.server.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads complete files up to a size limit. The limit applies to the bytes read and not to the size
 * reported by the file system: devices and pipes have none, and a file can grow while it is read.
 */
public final class BoundedFile {
  /** A configuration with hundreds of features has some 100 KB. */
  public static final int CONFIGURATION = 2 << 20;

  /** Four times the size of the certificates of all public authorities. */
  public static final int CERTIFICATES = 1 << 20;

  /** A token with many claims has some KB. */
  public static final int SECRET = 64 << 10;

  private BoundedFile() {}

  /** The file exceeds the size limit. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int most) {
      super("a file of more than " + most / 1024 + " KB");
    }
  }

  /**
   * Returns the content of a file.
   *
   * @throws TooLargeException if it has more bytes than {@code most}
   */
  public static byte[] bytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(most);
      if (content.length == most && in.read() >= 0) {
        throw new TooLargeException(most);
      }
      return content;
    }
  }

  /**
   * Returns the content of a UTF-8 file.
   *
   * @throws TooLargeException if it has more bytes than {@code most}
   * @throws java.nio.charset.CharacterCodingException if it is not UTF-8
   */
  public static String text(Path file, int most) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes(file, most)))
        .toString();
  }
}
