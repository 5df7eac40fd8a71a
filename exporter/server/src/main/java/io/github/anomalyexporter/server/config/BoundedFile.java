package io.github.anomalyexporter.server.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads files that are held as a whole, and nothing of them beyond a bound. By what is read, not by
 * the size that the file system states: a device or a pipe has none, and a file can grow meanwhile.
 */
public final class BoundedFile {
  /** A configuration with hundreds of features has some 100 KB. */
  public static final int CONFIGURATION = 2 << 20;

  /** The certificates of all public authorities are a quarter of that. */
  public static final int CERTIFICATES = 1 << 20;

  /** A token with many claims has some KB. */
  public static final int SECRET = 64 << 10;

  private BoundedFile() {}

  /** The file has more bytes than are read of one of its kind. */
  public static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int most) {
      super("one of more than " + most / 1024 + " KB");
    }
  }

  /**
   * All of a file.
   *
   * @throws TooLargeException where it has more bytes than this
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
   * All of a file in UTF-8.
   *
   * @throws TooLargeException where it has more bytes than this
   * @throws java.nio.charset.CharacterCodingException where it is not UTF-8
   */
  public static String text(Path file, int most) throws IOException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes(file, most)))
        .toString();
  }
}
