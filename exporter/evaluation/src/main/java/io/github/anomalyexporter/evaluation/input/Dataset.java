package io.github.anomalyexporter.evaluation.input;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.figure.Interpretation;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one instance as frames. The files contain no times: rows are a step apart, starting at
 * the epoch. The frames do not contain the labels.
 *
 * @param pair the files
 * @param features the columns, without transforms
 * @param history to train on
 * @param test to score
 * @param labels labels of the test rows; null if the file has no labels
 * @param interpretations features of the labelled events, as far as known
 */
public record Dataset(
    Pair pair,
    FeatureSet features,
    Frame history,
    Frame test,
    @Nullable LabelledRows labels,
    List<Interpretation> interpretations) {

  public Dataset {
    interpretations = List.copyOf(interpretations);
  }

  /**
   * Reads both files and the interpretation file, if it exists.
   *
   * @throws InputException if a file is invalid or the files do not match
   */
  public static Dataset read(Pair pair, Duration step) {
    CsvTable train = CsvTable.read(pair.train());
    CsvTable test = CsvTable.read(pair.test());
    requireSameColumns(pair, train.features(), test.features());
    FeatureSet features =
        new FeatureSet(
            train.features().stream()
                .map(name -> new Feature(name, "", "", Transform.NONE, false))
                .toList(),
            List.of(),
            step);
    BitSet labelled = test.labelled();
    return new Dataset(
        pair,
        features,
        frame(pair, train, step, Instant.EPOCH),
        frame(pair, test, step, Instant.EPOCH.plus(step.multipliedBy(train.rows()))),
        labelled == null ? null : new LabelledRows(labelled, test.rows(), step),
        InterpretationFile.read(pair.interpretation(), test.features().size()));
  }

  private static void requireSameColumns(Pair pair, List<String> train, List<String> test) {
    for (int column = 0; column < Math.max(train.size(), test.size()); column++) {
      String expected = column < train.size() ? train.get(column) : "no more columns but label";
      String found = column < test.size() ? test.get(column) : "none";
      if (!expected.equals(found)) {
        throw new InputException(
            pair.test(),
            1,
            "column %s: expected %s, as in %s, found %s; both files need the same columns in the same order"
                .formatted(column + 1, expected, pair.train(), found));
      }
    }
  }

  /** The files contain no times; the test rows continue the time of the training rows. */
  private static Frame frame(Pair pair, CsvTable table, Duration step, Instant first) {
    return new Frame(
        new TimeRange(first, first.plus(step.multipliedBy(table.rows() - 1L)), step),
        table.features(),
        List.of(Labels.of("instance", pair.instance())),
        List.of(table.cells()));
  }
}
