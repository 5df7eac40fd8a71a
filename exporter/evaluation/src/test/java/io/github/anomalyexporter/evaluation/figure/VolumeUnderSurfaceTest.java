package io.github.anomalyexporter.evaluation.figure;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.acceptance.TestRows;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeUnderSurfaceTest {
  private static final int THRESHOLDS = 250;

  /** Random labels and scores, some of them equal, against the definitions taken literally. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 40, 100, 300})
  void it_agrees_with_a_plain_computation_from_the_definitions(int rows) {
    Random random = new Random(rows);
    for (int round = 0; round < 20; round++) {
      BitSet anomalous = new BitSet();
      double change = 0.05 + 0.4 * random.nextDouble();
      boolean inEvent = random.nextBoolean();
      for (int row = 0; row < rows; row++) {
        anomalous.set(row, inEvent);
        inEvent ^= random.nextDouble() < change;
      }
      anomalous.set(random.nextInt(rows));
      anomalous.clear(rows > 1 ? random.nextInt(rows) : rows);
      LabelledRows labels = new LabelledRows(anomalous, rows, TestRows.MINUTE);
      int levels = random.nextBoolean() ? 5 : 1_000_000;
      double[] scores = new double[rows];
      for (int row = 0; row < rows; row++) {
        scores[row] = random.nextInt(levels) + (anomalous.get(row) ? levels / 4 : 0);
      }
      int buffer = random.nextInt(15);

      VolumeUnderSurface volume = VolumeUnderSurface.of(scores, labels, buffer);

      assertThat(volume.pr()).isEqualTo(plain(scores, anomalous, buffer, false), within(1e-9));
      assertThat(volume.roc()).isEqualTo(plain(scores, anomalous, buffer, true), within(1e-9));
    }
  }

  /** Every buffer and threshold for itself, by a pass over all rows. */
  private static double plain(double[] scores, BitSet anomalous, int buffer, boolean roc) {
    int rows = scores.length;
    if (anomalous.isEmpty() || (roc && anomalous.cardinality() == rows)) {
      return Double.NaN;
    }
    double volume = 0;
    for (int width = 0; width <= buffer; width++) {
      double[] fallen = fallen(rows, anomalous, width);
      double[][] points = new double[THRESHOLDS][];
      double[] falling = Arrays.stream(scores).map(score -> -score).sorted().toArray();
      for (int i = 0; i < THRESHOLDS; i++) {
        int rank = (int) Math.floor((double) i * (rows - 1) / (THRESHOLDS - 1) + 1e-9);
        points[i] = point(scores, anomalous, fallen, width, -falling[rank]);
      }
      double[] last = {0, 0, 1};
      for (double[] point : points) {
        volume +=
            roc ? (point[1] - last[1]) * (point[0] + last[0]) / 2 : (point[0] - last[0]) * point[2];
        last = point;
      }
      volume += roc ? (1 - last[1]) * (1 + last[0]) / 2 : 0;
    }
    return volume / (buffer + 1);
  }

  /** The label of each row, fallen off around the events. */
  private static double[] fallen(int rows, BitSet anomalous, int width) {
    double[] labels = new double[rows];
    for (int row = 0; row < rows; row++) {
      double label = anomalous.get(row) ? 1 : 0;
      for (int other = 0; other < rows && !anomalous.get(row); other++) {
        boolean edge =
            anomalous.get(other)
                && (other < row ? !anomalous.get(other + 1) : !anomalous.get(other - 1));
        int distance = Math.abs(row - other);
        if (edge && distance <= width / 2) {
          label += Math.sqrt(1 - (double) distance / width);
        }
      }
      labels[row] = Math.min(1, label);
    }
    return labels;
  }

  /** Recall, false positive rate and precision at one threshold. */
  private static double[] point(
      double[] scores, BitSet anomalous, double[] fallen, int width, double threshold) {
    double alarms = 0;
    double hits = 0;
    double nearHits = 0;
    for (int row = 0; row < scores.length; row++) {
      if (scores[row] >= threshold) {
        alarms++;
        hits += fallen[row];
        nearHits += anomalous.get(row) ? 0 : fallen[row];
      }
    }
    double positives = anomalous.cardinality() + nearHits / 2;
    double recall = Math.min(1, hits / positives) * existence(scores, anomalous, width, threshold);
    return new double[] {recall, (alarms - hits) / (scores.length - positives), hits / alarms};
  }

  /** Share of events and their buffers that hold an alarm; those whose buffers overlap are one. */
  private static double existence(double[] scores, BitSet anomalous, int width, double threshold) {
    int half = width / 2;
    double groups = 0;
    double found = 0;
    int first = anomalous.nextSetBit(0);
    while (first >= 0) {
      int end = anomalous.nextClearBit(first);
      int next = anomalous.nextSetBit(end);
      while (next >= 0 && end - 1 + half >= next - half) {
        end = anomalous.nextClearBit(next);
        next = anomalous.nextSetBit(end);
      }
      int from = Math.max(0, first - half);
      int to = Math.min(scores.length, end + half);
      groups++;
      found += Arrays.stream(scores, from, to).anyMatch(score -> score >= threshold) ? 1 : 0;
      first = next;
    }
    return found / groups;
  }

  @Test
  void a_perfect_score_without_buffer_is_one() {
    LabelledRows labels = labels("0000011111000001111100000");
    double[] scores = new double[25];
    for (int row = 0; row < scores.length; row++) {
      scores[row] = labels.isAnomalous(row) ? 2 + row : 1.0 / (1 + row);
    }

    VolumeUnderSurface volume = VolumeUnderSurface.of(scores, labels, 0);

    assertThat(volume.roc()).isEqualTo(1, within(1e-12));
    assertThat(volume.pr()).isEqualTo(1, within(1e-12));
  }

  @Test
  void an_alarm_just_beside_an_event_counts_with_a_buffer_only() {
    LabelledRows labels = labels(500, 200, 209);
    double[] scores = new double[500];
    Arrays.setAll(scores, row -> row >= 205 && row <= 214 ? 1_000 + row : row / 1_000.0);

    double without = VolumeUnderSurface.of(scores, labels, 0).pr();

    assertThat(VolumeUnderSurface.of(scores, labels, 20).pr()).isGreaterThan(without + 0.2);
  }

  @Test
  void without_events_there_is_neither_and_with_nothing_else_only_precision() {
    double[] scores = {1, 2, 3};

    assertThat(VolumeUnderSurface.of(scores, labels("000"), 5))
        .isEqualTo(new VolumeUnderSurface(Double.NaN, Double.NaN));
    VolumeUnderSurface all = VolumeUnderSurface.of(scores, labels("111"), 5);
    assertThat(all.roc()).isNaN();
    assertThat(all.pr()).isEqualTo(1, within(1e-12));
  }

  @Test
  void a_constant_score_has_the_precision_of_the_labels() {
    LabelledRows labels = labels(400, 100, 139);

    VolumeUnderSurface volume = VolumeUnderSurface.of(new double[400], labels, 0);

    assertThat(volume.pr()).isEqualTo(0.1, within(1e-12));
    assertThat(volume.roc()).isEqualTo(0.5, within(1e-12));
  }
}
