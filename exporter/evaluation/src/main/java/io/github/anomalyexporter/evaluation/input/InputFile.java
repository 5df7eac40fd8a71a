package io.github.anomalyexporter.evaluation.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvFactoryBuilder;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens plain and gzip files and limits the data read. */
final class InputFile {
  private static final int BUFFER = 1 << 16;

  /** Maximum length of a cell or name, in characters. */
  private static final int LONGEST_CELL = 10_000;

  /** Maximum uncompressed size of a file that is read into memory, in bytes. */
  private static final long MOST_HELD = 16L << 20;

  private InputFile() {}

  /** Returns a CSV factory with limited cell sizes. */
  static CsvFactoryBuilder csv() {
    return CsvFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
        .enable(CsvParser.Feature.WRAP_AS_ARRAY);
  }

  /** Returns the problem of an invalid CSV; an exceeded limit has no position. */
  static InputException problem(Path file, JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    return place == null
        ? new InputException(file, e.getOriginalMessage())
        : new InputException(file, place.getLineNr(), e.getOriginalMessage());
  }

  /** Like {@link #read}, for files with a limited uncompressed size. */
  static <T> T readSmall(Path file, Reading<T> reading) {
    return read(file, input -> reading.read(new Limited(input)));
  }

  /** Stream that throws an exception beyond the size limit. */
  private static final class Limited extends FilterInputStream {
    private long left = MOST_HELD;

    Limited(InputStream input) {
      super(input);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      take(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      take(read);
      return read;
    }

    private void take(int bytes) throws IOException {
      left -= Math.max(0, bytes);
      if (left < 0) {
        throw new IOException("it has more than " + (MOST_HELD >> 20) + " MB");
      }
    }
  }

  /** Reads an open file. */
  interface Reading<T> {
    T read(InputStream input) throws IOException;
  }

  /**
   * Reads a file; decompresses it if its name ends in {@code .gz}.
   *
   * @throws InputException if it does not exist, cannot be read or is not a valid gzip file
   */
  static <T> T read(Path file, Reading<T> reading) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      String found =
          Files.isDirectory(file)
              ? "a directory"
              : Files.exists(file) ? "an unreadable file" : "none";
      throw new InputException(file, "expected a file that can be read, found " + found);
    }
    try (InputStream input = Files.newInputStream(file);
        InputStream unpacked =
            file.toString().endsWith(".gz") ? new GZIPInputStream(input, BUFFER) : input) {
      return reading.read(unpacked);
    } catch (ZipException | EOFException e) {
      throw new InputException(
          file, "expected a gzip file, found a damaged gzip file (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new InputException(file, "cannot be read: " + e.getMessage());
    }
  }
}
