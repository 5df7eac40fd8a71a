package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.posted.RowCheck.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads and checks the rows of a request. Immutable. */
final class RowReader {
  /** Some megabytes as text, some ten times as much while they are checked. */
  static final int MOST_ROWS = 20_000;

  private final RowFormat format;
  private final Predicate<Labels> admitted;

  /**
   * @param admitted the instances whose rows are accepted
   */
  RowReader(DetectorConfig detector, Predicate<Labels> admitted) {
    this.admitted = admitted;
    this.format = new RowFormat(detector.source().identityLabels(), detector.features());
  }

  RowFormat format() {
    return format;
  }

  /**
   * Reads and checks the rows.
   *
   * @param mediaType of the text, {@code text/csv} or {@code application/json}, with or without
   *     parameters; null for JSON
   * @throws UnreadableRowsException if the text is in neither format
   */
  ReadRows read(byte[] text, @Nullable String mediaType, RowCheck check)
      throws UnreadableRowsException {
    List<CheckedRow> rows = new ArrayList<>();
    List<RefusedRow> refused = new ArrayList<>();
    for (PostedRow row : posted(text, mediaType)) {
      try {
        rows.add(admitted(check.check(row)));
      } catch (RefusedException e) {
        refused.add(new RefusedRow(row.number(), String.valueOf(e.getMessage())));
      }
    }
    return new ReadRows(rows, refused);
  }

  private CheckedRow admitted(CheckedRow row) throws RefusedException {
    Labels instance = row.sample().instance();
    if (!admitted.test(instance)) {
      throw new RefusedException(
          "labels: expected an instance that the caller sees, found " + instance);
    }
    return row;
  }

  private List<PostedRow> posted(byte[] text, @Nullable String mediaType)
      throws UnreadableRowsException {
    String type =
        mediaType == null ? "" : mediaType.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "text/csv" -> CsvRows.read(text, format.identityLabels(), MOST_ROWS);
      // The type that curl sends by default says nothing about the text.
      case "", "application/json", "application/x-www-form-urlencoded" ->
          JsonRows.read(text, MOST_ROWS);
      default ->
          throw new UnreadableRowsException(
              "Content-Type: expected application/json or text/csv, found " + mediaType);
    };
  }
}
