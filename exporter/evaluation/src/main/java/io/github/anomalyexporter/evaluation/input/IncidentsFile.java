package io.github.anomalyexporter.evaluation.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusTime;
import io.github.anomalyexporter.evaluation.past.Incident;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Incidents from a CSV file with the columns {@code instance,start,end}, optionally {@code name},
 * and further identity labels.
 */
public final class IncidentsFile {
  private static final String NAME = "name";
  private static final List<String> COLUMNS = List.of("instance", "start", "end", NAME);
  private static final int NEEDED = 3;

  /** Problems listed in one message. */
  private static final int MOST_PROBLEMS = 100;

  private static final CsvFactory FORMAT =
      InputFile.csv().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();

  private IncidentsFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws InputException with all problems, each with its line
   */
  public static List<Incident> read(Path file) {
    IncidentsFile reading = new IncidentsFile(file);
    InputFile.readSmall(
        file,
        input -> {
          reading.lines(input);
          return true;
        });
    int count = reading.problems.size();
    if (count > MOST_PROBLEMS) {
      reading.problems.subList(MOST_PROBLEMS, count).clear();
      reading.problems.add("and others");
    }
    if (count == 1) {
      throw new InputException(file, reading.problems.get(0));
    } else if (count > 1) {
      throw new InputException(
          file, count + " problems:\n  " + String.join("\n  ", reading.problems));
    }
    return List.copyOf(reading.incidents);
  }

  private void lines(InputStream input) throws IOException {
    CsvParser parser = FORMAT.createParser(input);
    try {
      parser.nextToken(); // start of all lines
      boolean hasHeader =
          parser.nextToken() == JsonToken.START_ARRAY
              && parser.nextToken() == JsonToken.VALUE_STRING;
      List<String> header = hasHeader ? cells(parser) : List.of();
      requireHeader(header);
      while (parser.nextToken() == JsonToken.START_ARRAY) {
        // A row begins on the line of its first cell, not at the end of the previous row.
        boolean hasCell = parser.nextToken() == JsonToken.VALUE_STRING;
        int line = parser.currentTokenLocation().getLineNr();
        line(line, header, hasCell ? cells(parser) : List.of());
      }
    } catch (JsonProcessingException e) {
      throw InputFile.problem(file, e);
    }
  }

  private void requireHeader(List<String> header) {
    boolean begins =
        header.size() >= NEEDED && header.subList(0, NEEDED).equals(COLUMNS.subList(0, NEEDED));
    List<String> others = header.subList(Math.min(NEEDED, header.size()), header.size());
    if (!begins
        || others.stream().anyMatch(column -> column.isEmpty() || header.indexOf(column) < NEEDED)
        || new HashSet<>(others).size() < others.size()) {
      throw new InputException(
          file,
          1,
          "expected the header %s or %s, optionally followed by further identity labels, found %s"
              .formatted(
                  String.join(",", COLUMNS.subList(0, NEEDED)),
                  String.join(",", COLUMNS),
                  header.isEmpty() ? "nothing" : String.join(",", header)));
    }
  }

  /** Returns the current cell and all cells up to the end of its row. */
  private static List<String> cells(CsvParser parser) throws IOException {
    List<String> cells = new ArrayList<>();
    do {
      cells.add(parser.getText().strip());
    } while (parser.nextToken() == JsonToken.VALUE_STRING);
    return cells;
  }

  private void line(int line, List<String> header, List<String> cells) {
    if (cells.size() != header.size()) {
      problems.add(
          "line %s: expected %s values as in the header, found %s; leave instance empty for all instances"
              .formatted(line, header.size(), cells.size()));
      return;
    }
    Optional<Instant> start = time(line, COLUMNS.get(1), cells.get(1));
    Optional<Instant> end = time(line, COLUMNS.get(2), cells.get(2));
    if (start.isEmpty() || end.isEmpty()) {
      return;
    }
    if (end.get().isBefore(start.get())) {
      problems.add(
          "line %s: expected an end after the start %s, found %s"
              .formatted(line, cells.get(1), cells.get(2)));
      return;
    }
    String name = "";
    Map<String, String> identity = new HashMap<>();
    for (int i = NEEDED; i < cells.size(); i++) {
      if (header.get(i).equals(NAME)) {
        name = cells.get(i);
      } else if (!cells.get(i).isEmpty()) {
        identity.put(header.get(i), cells.get(i));
      }
    }
    incidents.add(new Incident(cells.get(0), Labels.of(identity), start.get(), end.get(), name));
  }

  private Optional<Instant> time(int line, String column, String text) {
    Optional<Instant> time = PrometheusTime.parse(text);
    if (time.isEmpty()) {
      problems.add(
          "line %s: %s: expected a time such as 2026-11-02T10:00:00Z or Unix seconds, found %s"
              .formatted(line, column, text.isEmpty() ? "nothing" : text));
    }
    return time;
  }
}
