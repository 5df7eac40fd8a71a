package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.Transform;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The empirical distribution of values, which are sorted and known. Immutable. */
final class Distribution {
  private final double[] sorted;

  private Distribution(double[] sorted) {
    this.sorted = sorted;
  }

  /** Returns the distribution of the values that are not NaN. */
  static Distribution of(double[] values) {
    return new Distribution(
        Arrays.stream(values).filter(value -> !Double.isNaN(value)).sorted().toArray());
  }

  /** Returns the distribution of the transformed values: a transform keeps their order. */
  Distribution transformed(Transform transform) {
    return new Distribution(Arrays.stream(sorted).map(transform::apply).toArray());
  }

  int count() {
    return sorted.length;
  }

  /** Returns the least value; there must be one. */
  double least() {
    return sorted[0];
  }

  /** Returns the greatest value; there must be one. */
  double greatest() {
    return sorted[sorted.length - 1];
  }

  /** Returns the median, of an even number the mean of the two middle values; NaN if empty. */
  double median() {
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Returns the mean absolute deviation from the median, 0 or more; NaN if empty. */
  double meanDeviation() {
    double median = median();
    return mean(value -> Math.abs(value - median));
  }

  /** Returns the standard deviation of these values, 0 or more; NaN if empty. */
  double standardDeviation() {
    double mean = mean(value -> value);
    return Math.sqrt(mean(value -> (value - mean) * (value - mean)));
  }

  private double mean(DoubleUnaryOperator value) {
    return Arrays.stream(sorted).map(value).average().orElse(Double.NaN);
  }

  /**
   * Returns the Wasserstein-1 distance, also called the earth mover's distance: the mean absolute
   * difference of the two quantile functions, {@code ∫ |F⁻¹(q) - G⁻¹(q)| dq} for {@code q} from 0
   * to 1. It is in the units of the values: if all values of one are shifted it is the shift, and
   * if a share of them is shifted it is that share of the shift. Both must have values.
   */
  double distance(Distribution other) {
    long width = sorted.length;
    long otherWidth = other.sorted.length;
    double sum = 0;
    long done = 0;
    int i = 0;
    int j = 0;
    // In units of 1 / (width * otherWidth), in which the ends of all steps are whole numbers.
    while (i < width && j < otherWidth) {
      long end = (i + 1) * otherWidth;
      long otherEnd = (j + 1) * width;
      long next = Math.min(end, otherEnd);
      sum += (next - done) * Math.abs(sorted[i] - other.sorted[j]);
      done = next;
      i += end == next ? 1 : 0;
      j += otherEnd == next ? 1 : 0;
    }
    return sum / (width * otherWidth);
  }

  @Override
  public String toString() {
    return IntStream.range(0, sorted.length)
        .mapToObj(i -> Double.toString(sorted[i]))
        .toList()
        .toString();
  }
}
