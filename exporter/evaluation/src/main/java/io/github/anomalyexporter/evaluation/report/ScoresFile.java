package io.github.anomalyexporter.evaluation.report;

import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import io.github.anomalyexporter.core.detector.Scores;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Scores as CSV, one line per test row. */
public final class ScoresFile {
  private ScoresFile() {}

  /**
   * Writes the columns {@code row} (from 0), {@code error}, {@code threshold}, {@code score} and a
   * {@code contribution_FEATURE} per feature; unknown values are empty.
   */
  public static void write(Path file, Scores rows) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        SequenceWriter lines = new CsvMapper().writerFor(String[].class).writeValues(writer)) {
      List<String> line = new ArrayList<>(List.of("row", "error", "threshold", "score"));
      for (int feature = 0; feature < rows.features().size(); feature++) {
        line.add("contribution_" + rows.features().name(feature));
      }
      lines.write(line.toArray(String[]::new));
      for (int row = 0; row < rows.rows(); row++) {
        line.clear();
        line.add(Integer.toString(row));
        line.add(text(rows.error(row)));
        line.add(text(rows.threshold(row)));
        line.add(text(rows.score(row)));
        for (int feature = 0; feature < rows.features().size(); feature++) {
          float share = rows.share(row, feature);
          line.add(Float.isNaN(share) ? "" : Float.toString(share));
        }
        lines.write(line.toArray(String[]::new));
      }
    }
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }
}
