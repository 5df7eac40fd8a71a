package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One instance in window and baseline. Impossible values are missing. For one thread. */
final class ComparedInstance {
  private final FeatureSet features;
  private final TimeRange range;
  private final float[] window;
  private final float[] baseline;

  ComparedInstance(FeatureSet features, Frame window, Frame baseline, int instance) {
    this.features = features;
    this.range = window.range();
    this.window = features.admit(window.cells(instance));
    this.baseline = features.admit(baseline.cells(instance));
  }

  /** Returns the values of a feature by row, NaN where missing. */
  static double[] column(float[] cells, int width, int column) {
    double[] values = new double[cells.length / width];
    Arrays.setAll(values, row -> cells[row * width + column]);
    return values;
  }

  /**
   * Returns the changes of all features, in their order.
   *
   * @param variations of each feature the median variation over all instances
   */
  List<ValueChange> changes(double[] variations) {
    int width = features.features().size();
    List<ValueChange> changes = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      changes.add(
          change(
              features.features().get(i),
              column(window, width, i),
              column(baseline, width, i),
              variations[i]));
    }
    return changes;
  }

  private ValueChange change(Feature feature, double[] now, double[] before, double median) {
    Distribution nowValues = Distribution.of(now);
    Distribution beforeValues = Distribution.of(before);
    double change = Double.NaN;
    Instant onset = null;
    if (nowValues.count() >= Comparison.LEAST_VALUES
        && beforeValues.count() >= Comparison.LEAST_VALUES) {
      Distribution usual = beforeValues.transformed(feature.transform());
      double variation = UsualVariation.of(feature, usual, median);
      change = nowValues.transformed(feature.transform()).distance(usual) / variation;
      double[] transformed = Arrays.stream(now).map(feature.transform()::apply).toArray();
      onset = at(Onset.row(transformed, usual, variation));
    }
    int missing = missingSince(now, before, beforeValues.count());
    Side side = null;
    if (missing < now.length) {
      side = Side.WINDOW;
      onset = onset == null ? range.at(missing) : onset;
    } else if (beforeValues.count() == 0 && nowValues.count() >= Comparison.LEAST_VALUES) {
      side = Side.BASELINE;
      onset = at(first(now));
    }
    return new ValueChange(feature, change, side, beforeValues.median(), nowValues.median(), onset);
  }

  private @Nullable Instant at(int row) {
    return row < 0 ? null : range.at(row);
  }

  private static int missingSince(double[] now, double[] before, int known) {
    return known >= Comparison.LEAST_VALUES ? Gap.since(now, before) : now.length;
  }

  private static int first(double[] values) {
    int row = 0;
    while (Double.isNaN(values[row])) {
      row++;
    }
    return row;
  }
}
