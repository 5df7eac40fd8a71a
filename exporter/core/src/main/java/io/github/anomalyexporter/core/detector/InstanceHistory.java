package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.List;

/**
 * The rows one row of the stack learns from, oldest first, in three chronological parts: training,
 * validation, calibration. Scaled in place once the scaler is fitted, so that a fleet's history is
 * not held twice.
 */
final class InstanceHistory {
  private static final double TRAINING_SHARE = 0.6;
  private static final double VALIDATION_SHARE = 0.2;

  /** Below this the parts are too small to fit, stop and calibrate on. */
  static final int MINIMUM_ROWS = 100;

  /**
   * More rows are thinned to this many: half a week's minutes still hold every hour of the day many
   * times, and the memory and time of training stay bounded however long the history.
   */
  static final int MAXIMUM_ROWS = 5040;

  private final Labels instance;
  private final float[] values;
  private final int rows;
  private final int trainingRows;
  private final int validationRows;

  private InstanceHistory(
      Labels instance, float[] values, int rows, int trainingRows, int validationRows) {
    this.instance = instance;
    this.values = values;
    this.rows = rows;
    this.trainingRows = trainingRows;
    this.validationRows = validationRows;
  }

  /**
   * Takes an instance's engineered rows, leaves out those that miss too much of what the instance
   * has elsewhere, thins them evenly and splits them.
   *
   * @param inputs {@code [rows, inputs]} flat, raw, NaN where missing
   */
  static InstanceHistory of(
      Labels instance, float[] inputs, FeatureSet features, double minCoverage) {
    int width = features.size();
    int[] usable = usableRows(inputs, features, minCoverage);
    int rows = Math.min(usable.length, MAXIMUM_ROWS);
    float[] values = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      int from = usable[(int) ((long) row * usable.length / rows)];
      System.arraycopy(inputs, from * width, values, row * width, width);
    }
    return new InstanceHistory(
        instance, values, rows, (int) (TRAINING_SHARE * rows), (int) (VALIDATION_SHARE * rows));
  }

  private static int[] usableRows(float[] inputs, FeatureSet features, double minCoverage) {
    int width = features.size();
    int rows = inputs.length / width;
    boolean[] counted = new boolean[width];
    for (int i = 0; i < inputs.length; i++) {
      counted[i % width] |= !Float.isNaN(inputs[i]);
    }
    int expected = 0;
    for (int input = 0; input < width; input++) {
      counted[input] &= !features.isOptional(input);
      expected += counted[input] ? 1 : 0;
    }
    int[] usable = new int[rows];
    int count = 0;
    for (int row = 0; row < rows; row++) {
      int present = 0;
      for (int input = 0; input < width; input++) {
        present += counted[input] && !Float.isNaN(inputs[row * width + input]) ? 1 : 0;
      }
      if (present > 0 && present >= minCoverage * expected) {
        usable[count++] = row;
      }
    }
    return Arrays.copyOf(usable, count);
  }

  /**
   * The fleet's rows: of every instance an even share of its training part, then of its validation
   * part, then of its calibration part.
   *
   * @param histories not yet scaled
   */
  static InstanceHistory pool(List<InstanceHistory> histories, int width) {
    long available = histories.stream().mapToLong(history -> history.rows).sum();
    double share = Math.min(1, (double) MAXIMUM_ROWS / available);
    int[] ends = new int[3];
    float[] values = new float[(int) Math.ceil(share * available + 3.0 * histories.size()) * width];
    int rows = 0;
    for (int part = 0; part < 3; part++) {
      // Carries what rounding leaves over from one instance to the next.
      double due = 0;
      for (InstanceHistory history : histories) {
        int from = history.start(part);
        int length = history.start(part + 1) - from;
        due += share * length;
        int taken = Math.min(length, (int) due);
        due -= taken;
        for (int i = 0; i < taken; i++) {
          int row = from + (int) ((long) i * length / taken);
          System.arraycopy(history.values, row * width, values, rows++ * width, width);
        }
      }
      ends[part] = rows;
    }
    return new InstanceHistory(
        TrainedInstance.FLEET,
        Arrays.copyOf(values, rows * width),
        rows,
        ends[0],
        ends[1] - ends[0]);
  }

  /** First row of a part: 0 training, 1 validation, 2 calibration; 3 is the end. */
  private int start(int part) {
    return switch (part) {
      case 0 -> 0;
      case 1 -> trainingRows;
      case 2 -> trainingRows + validationRows;
      default -> rows;
    };
  }

  Labels instance() {
    return instance;
  }

  /** {@code [rows, inputs]} flat. */
  float[] values() {
    return values;
  }

  int rows() {
    return rows;
  }

  /** The first rows: what scaler and weights are fitted to. */
  int trainingRows() {
    return trainingRows;
  }

  /** Where the calibration part begins; between the two is the validation part. */
  int calibrationStart() {
    return trainingRows + validationRows;
  }

  /** A copy of rows from one up to another. */
  float[] copy(int fromRow, int toRow) {
    int width = rows == 0 ? 0 : values.length / rows;
    return Arrays.copyOfRange(values, fromRow * width, toRow * width);
  }
}
