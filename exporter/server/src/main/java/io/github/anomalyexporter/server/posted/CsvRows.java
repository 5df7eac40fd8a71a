package io.github.anomalyexporter.server.posted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows from CSV. The first line has the names of the columns: {@code time}, identity labels,
 * and features. An empty cell is a missing value.
 */
final class CsvRows {
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.TRIM_SPACES)
          .build();

  private final List<String> header;
  private final Set<String> identityLabels;

  private CsvRows(List<String> header, Set<String> identityLabels) {
    this.header = header;
    this.identityLabels = identityLabels;
  }

  /**
   * Reads all rows.
   *
   * @param identityLabels names of the columns that are labels
   * @param most maximum number of rows
   * @throws UnreadableRowsException if the text is not in this format, with the place
   */
  static List<PostedRow> read(byte[] text, List<String> identityLabels, int most)
      throws UnreadableRowsException {
    List<PostedRow> rows = new ArrayList<>();
    try (MappingIterator<String[]> lines = CSV.readerFor(String[].class).readValues(text)) {
      if (!lines.hasNextValue()) {
        throw new UnreadableRowsException(
            "line 1: expected the names of columns: time, %s and features, found nothing"
                .formatted(String.join(", ", identityLabels)));
      }
      CsvRows columns = new CsvRows(List.of(lines.nextValue()), new HashSet<>(identityLabels));
      columns.requireUnique();
      while (lines.hasNextValue()) {
        rows.add(columns.row(rows.size() + 1, lines.nextValue()));
        if (rows.size() > most) {
          throw new UnreadableRowsException(
              "expected at most %s rows, found more; send several requests".formatted(most));
        }
      }
      return rows;
    } catch (JsonProcessingException e) {
      throw new UnreadableRowsException("expected CSV, found " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableRowsException("expected CSV, found " + e.getMessage());
    }
  }

  private void requireUnique() throws UnreadableRowsException {
    Set<String> seen = new HashSet<>();
    for (String name : header) {
      if (!seen.add(name)) {
        throw new UnreadableRowsException("line 1: expected each column once, found " + name);
      }
    }
  }

  private PostedRow row(int number, String[] cells) throws UnreadableRowsException {
    if (cells.length != header.size()) {
      throw new UnreadableRowsException(
          "row %s: expected %s cells, found %s".formatted(number, header.size(), cells.length));
    }
    Map<String, String> labels = new HashMap<>();
    Map<String, Double> features = new HashMap<>();
    @Nullable String time = null;
    for (int i = 0; i < cells.length; i++) {
      String name = header.get(i);
      if (name.equals("time")) {
        time = cells[i];
      } else if (identityLabels.contains(name)) {
        labels.put(name, cells[i]);
      } else {
        features.put(name, number(number, name, cells[i]));
      }
    }
    return new PostedRow(number, labels, time, features);
  }

  private static double number(int row, String name, String cell) throws UnreadableRowsException {
    if (cell.isEmpty() || cell.equals("NaN")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new UnreadableRowsException(
          "row %s, column %s: expected a number, found %s"
              .formatted(row, name, cell.length() <= 40 ? cell : cell.substring(0, 40) + "..."));
    }
  }
}
