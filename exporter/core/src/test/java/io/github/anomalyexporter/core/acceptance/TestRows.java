package io.github.anomalyexporter.core.acceptance;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestScores;
import io.github.anomalyexporter.core.feature.TestFeatures;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Small labelled test sets. */
public final class TestRows {
  public static final Duration MINUTE = Duration.ofMinutes(1);

  private TestRows() {}

  /** A row for each character, one minute apart; labelled where it is a {@code 1}. */
  public static LabelledRows labels(String rows) {
    return labels(rows, MINUTE);
  }

  public static LabelledRows labels(String rows, Duration step) {
    return new LabelledRows(ones(rows), rows.length(), step);
  }

  /** Labelled from each first row to each last one, in turn. */
  public static LabelledRows labels(int rows, int... firstAndLast) {
    BitSet anomalous = new BitSet();
    for (int i = 0; i < firstAndLast.length; i += 2) {
      anomalous.set(firstAndLast[i], firstAndLast[i + 1] + 1);
    }
    return new LabelledRows(anomalous, rows, MINUTE);
  }

  public static BitSet ones(String rows) {
    BitSet ones = new BitSet();
    IntStream.range(0, rows.length()).filter(i -> rows.charAt(i) == '1').forEach(ones::set);
    return ones;
  }

  public static BitSet rows(int... rows) {
    BitSet set = new BitSet();
    Arrays.stream(rows).forEach(set::set);
    return set;
  }

  /** Of one feature, with threshold 1: errors are scores. */
  public static Scores scores(double... errors) {
    return TestScores.of(TestFeatures.of("a"), new float[] {1}, errors);
  }
}
