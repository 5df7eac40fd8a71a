package io.github.anomalyexporter.evaluation.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Table of numbers with a header; the last column may be {@code label}. Empty cells and {@code NaN}
 * are missing values. The cells must not be modified.
 */
final class CsvTable {
  static final String LABEL = "label";

  /** Limits a table to an eighth of the heap; it takes three times as much while it grows. */
  private static final int HEAP_PER_CELL = 32;

  /** Maximum length of an array. */
  private static final int MOST_CELLS = Integer.MAX_VALUE - 8;

  private static final int MOST_COLUMNS = 10_000;

  private final List<String> features;
  private final float[] cells;
  private final int rows;
  private final @Nullable BitSet labelled;

  private CsvTable(List<String> features, float[] cells, int rows, @Nullable BitSet labelled) {
    this.features = features;
    this.cells = cells;
    this.rows = rows;
    this.labelled = labelled;
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is not a valid table
   */
  static CsvTable read(Path file) {
    return read(file, Runtime.getRuntime().maxMemory());
  }

  /** Reads a file with a limit on the number of cells by this heap size in bytes. */
  static CsvTable read(Path file, long heap) {
    return InputFile.read(file, input -> new Reader(file, input, heap).read());
  }

  /** Returns the names of the columns except the label. */
  List<String> features() {
    return features;
  }

  /** Returns the cells as flat {@code [rows, features]}; NaN if missing. */
  float[] cells() {
    return cells;
  }

  int rows() {
    return rows;
  }

  /** Returns the rows with label 1; null without a label column. */
  @Nullable BitSet labelled() {
    return labelled;
  }

  /** Reader of one file. */
  private static final class Reader {
    private static final CsvFactory FORMAT = InputFile.csv().build();

    private final Path file;
    private final CsvParser parser;
    private final BitSet labelled = new BitSet();
    private final long mostCells;
    private float[] cells = new float[1 << 16];
    private int rows;

    Reader(Path file, InputStream input, long heap) throws IOException {
      this.file = file;
      this.mostCells = Math.min(heap / HEAP_PER_CELL, MOST_CELLS);
      this.parser = FORMAT.createParser(input);
    }

    CsvTable read() throws IOException {
      try {
        parser.nextToken(); // start of all rows
        if (parser.nextToken() != JsonToken.START_ARRAY) {
          throw new InputException(file, "expected a header and rows of numbers, found nothing");
        }
        List<String> columns = header();
        boolean hasLabel = columns.get(columns.size() - 1).equals(LABEL);
        List<String> features = hasLabel ? columns.subList(0, columns.size() - 1) : columns;
        check(features);
        while (parser.nextToken() == JsonToken.START_ARRAY) {
          row(features, hasLabel);
        }
        if (rows == 0) {
          throw new InputException(file, "expected rows of numbers, found the header only");
        }
        return new CsvTable(
            List.copyOf(features),
            Arrays.copyOf(cells, rows * features.size()),
            rows,
            hasLabel ? labelled : null);
      } catch (JsonProcessingException e) {
        throw InputFile.problem(file, e);
      }
    }

    private List<String> header() throws IOException {
      List<String> columns = new ArrayList<>();
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        if (columns.size() == MOST_COLUMNS) {
          throw problem(MOST_COLUMNS, "expected at most %s columns".formatted(MOST_COLUMNS));
        }
        columns.add(parser.getText().strip());
      }
      return columns;
    }

    private void check(List<String> features) {
      Set<String> known = new HashSet<>();
      for (int column = 0; column < features.size(); column++) {
        String name = features.get(column);
        if (name.isEmpty()) {
          throw problem(column, "expected a name in the header, found none");
        } else if (name.equals(LABEL)) {
          throw problem(
              column, "expected label to be the last column, found it before other columns");
        } else if (!known.add(name)) {
          throw problem(column, "expected each name once, found " + name + " again");
        }
      }
      if (features.isEmpty()) {
        throw new InputException(file, line(), "expected columns of features, found label only");
      }
    }

    private void row(List<String> features, boolean hasLabel) throws IOException {
      int width = features.size();
      long needed = (rows + 1L) * width;
      if (needed > mostCells) {
        throw new InputException(
            file,
            "expected at most %s values, which fit into the heap, found more; increase the heap (-Xmx)"
                .formatted(mostCells));
      }
      if (needed > cells.length) {
        cells =
            Arrays.copyOf(cells, (int) Math.min(MOST_CELLS, 2L * Math.max(cells.length, width)));
      }
      int column = 0;
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        String text = parser.getText().strip();
        if (column < width) {
          cells[rows * width + column] = number(text, column, features.get(column));
        } else if (column == width && hasLabel) {
          labelled.set(rows, label(text, column));
        }
        column++;
      }
      int expected = width + (hasLabel ? 1 : 0);
      if (column != expected) {
        throw new InputException(
            file,
            line(),
            "expected %s values as in the header, found %s; leave a missing value empty"
                .formatted(expected, column));
      }
      rows++;
    }

    private float number(String text, int column, String name) {
      if (text.isEmpty() || text.equalsIgnoreCase("nan")) {
        return Float.NaN;
      }
      // parseDouble also accepts 1f, 0x1p3, Infinity.
      boolean plain = text.chars().allMatch(c -> "0123456789.+-eE".indexOf(c) >= 0);
      try {
        float value = plain ? (float) Double.parseDouble(text) : Float.NaN;
        if (Float.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Reported below.
      }
      throw problem(
          column,
          "expected a number, or nothing where %s is missing, found %s".formatted(name, text));
    }

    private boolean label(String text, int column) {
      return switch (text) {
        case "0", "0.0" -> false;
        case "1", "1.0" -> true;
        default ->
            throw problem(
                column,
                "expected label 0 or 1, found %s".formatted(text.isEmpty() ? "nothing" : text));
      };
    }

    private int line() {
      return parser.currentTokenLocation().getLineNr();
    }

    private InputException problem(int column, String problem) {
      return new InputException(file, line(), "column %s: %s".formatted(column + 1, problem));
    }
  }
}
