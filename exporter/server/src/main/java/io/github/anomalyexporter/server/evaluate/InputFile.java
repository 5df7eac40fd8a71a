package io.github.anomalyexporter.server.evaluate;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens files, packed ones too. */
final class InputFile {
  private static final int BUFFER = 1 << 16;

  private InputFile() {}

  /** What is to be read from an open file. */
  interface Reading<T> {
    T read(InputStream input) throws IOException;
  }

  /**
   * Reads a file; unpacks it where its name ends in {@code .gz}.
   *
   * @throws InputException where it is not there, cannot be read or is not what gzip has packed
   */
  static <T> T read(Path file, Reading<T> reading) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String found =
          Files.isDirectory(file) ? "a directory" : Files.exists(file) ? "one that cannot" : "none";
      throw new InputException(file, "expected a file that can be read, found " + found);
    }
    try (InputStream input = Files.newInputStream(file);
        InputStream unpacked =
            file.toString().endsWith(".gz") ? new GZIPInputStream(input, BUFFER) : input) {
      return reading.read(unpacked);
    } catch (ZipException | EOFException e) {
      throw new InputException(
          file, "expected a file packed by gzip, found a damaged one (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new InputException(file, "cannot be read: " + e.getMessage());
    }
  }
}
