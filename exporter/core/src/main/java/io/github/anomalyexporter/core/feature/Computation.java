package io.github.anomalyexporter.core.feature;

import java.util.List;

/** An engineered feature with its names resolved to columns and its window to rows. */
sealed interface Computation {
  /**
   * Computes the value of the row that starts at an index; the rows before it are {@code width}
   * apart. NaN where it is missing or not representable as a float.
   */
  float value(float[] queried, int rowStart, int width);

  int lagRows();

  boolean needs(int column);

  /** Returns the range of the possible values. */
  Bounds bounds(List<Feature> features);

  private static float finite(double value) {
    float rounded = (float) value;
    return Float.isFinite(rounded) ? rounded : Float.NaN;
  }

  /** See {@link EngineeredFeature.RollingMean}. */
  record MeanOf(int column, int rows) implements Computation {
    @Override
    public float value(float[] queried, int rowStart, int width) {
      double sum = 0;
      int present = 0;
      for (int back = 0; back < rows; back++) {
        float value = queried[rowStart - back * width + column];
        if (!Float.isNaN(value)) {
          sum += value;
          present++;
        }
      }
      return 2 * present < rows ? Float.NaN : finite(sum / present);
    }

    @Override
    public int lagRows() {
      return rows - 1;
    }

    @Override
    public boolean needs(int other) {
      return column == other;
    }

    @Override
    public Bounds bounds(List<Feature> features) {
      return features.get(column).bounds();
    }
  }

  /** See {@link EngineeredFeature.Change}. */
  record ChangeOf(int column, int rows) implements Computation {
    @Override
    public float value(float[] queried, int rowStart, int width) {
      return finite(queried[rowStart + column] - queried[rowStart - rows * width + column]);
    }

    @Override
    public int lagRows() {
      return rows;
    }

    @Override
    public boolean needs(int other) {
      return column == other;
    }

    @Override
    public Bounds bounds(List<Feature> features) {
      return features.get(column).bounds().change();
    }
  }

  /** See {@link EngineeredFeature.Ratio}. */
  record RatioOf(int column, int per, double floor) implements Computation {
    @Override
    public float value(float[] queried, int rowStart, int width) {
      // A missing denominator stays missing: Math.max returns NaN for NaN.
      return finite(queried[rowStart + column] / Math.max(queried[rowStart + per], floor));
    }

    @Override
    public int lagRows() {
      return 0;
    }

    @Override
    public boolean needs(int other) {
      return column == other || per == other;
    }

    @Override
    public Bounds bounds(List<Feature> features) {
      return features.get(column).bounds().over(features.get(per).bounds(), floor);
    }
  }
}
