package io.github.anomalyexporter.core.evaluation;

import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Small labelled test sets. */
final class TestRows {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private TestRows() {}

  /** A row for each character, one minute apart; labelled where it is a {@code 1}. */
  static LabelledRows labels(String rows) {
    return labels(rows, MINUTE);
  }

  static LabelledRows labels(String rows, Duration step) {
    return new LabelledRows(ones(rows), rows.length(), step);
  }

  /** Labelled from each first row to each last one, in turn. */
  static LabelledRows labels(int rows, int... firstAndLast) {
    BitSet anomalous = new BitSet();
    for (int i = 0; i < firstAndLast.length; i += 2) {
      anomalous.set(firstAndLast[i], firstAndLast[i + 1] + 1);
    }
    return new LabelledRows(anomalous, rows, MINUTE);
  }

  static BitSet ones(String rows) {
    BitSet ones = new BitSet();
    IntStream.range(0, rows.length()).filter(i -> rows.charAt(i) == '1').forEach(ones::set);
    return ones;
  }

  static BitSet rows(int... rows) {
    BitSet set = new BitSet();
    Arrays.stream(rows).forEach(set::set);
    return set;
  }

  /** Of one feature, with threshold 1: errors are scores. */
  static RowScores scores(double... errors) {
    double[] thresholds = new double[errors.length];
    float[] contributions = new float[errors.length];
    Arrays.fill(thresholds, 1);
    Arrays.fill(contributions, 1);
    return new RowScores(List.of("a"), errors, thresholds, contributions);
  }
}
