package io.github.anomalyexporter.server.evaluate;

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

/** Opens files, packed ones too, and keeps what is read of them within bounds. */
final class InputFile {
  private static final int BUFFER = 1 << 16;

  /** In characters, of one cell or name. */
  private static final int LONGEST_CELL = 10_000;

  /** Of a file that is held as it is, in bytes, unpacked. */
  private static final long MOST_HELD = 16L << 20;

  private InputFile() {}

  /** Reads tables whose cells have a bound. */
  static CsvFactoryBuilder csv() {
    return CsvFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
        .enable(CsvParser.Feature.WRAP_AS_ARRAY);
  }

  /** What is no CSV; an exceeded bound has no place in the file. */
  static InputException problem(Path file, JsonProcessingException e) {
    JsonLocation place = e.getLocation();
    return place == null
        ? new InputException(file, e.getOriginalMessage())
        : new InputException(file, place.getLineNr(), e.getOriginalMessage());
  }

  /** The same as {@link #read} of a file that is small, also unpacked. */
  static <T> T readSmall(Path file, Reading<T> reading) {
    return read(file, input -> reading.read(new Limited(input)));
  }

  /** Ends with an exception where a file goes on beyond what is held of one. */
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
