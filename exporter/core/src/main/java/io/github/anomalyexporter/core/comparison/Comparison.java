package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The changes of instances and features in a window of time, compared with a baseline.
 *
 * <p>The change of a feature of an instance is the Wasserstein-1 distance of the values of window
 * and baseline ({@link Distribution#distance}), divided by the usual variation of the baseline
 * ({@link UsualVariation}), all in the units of the feature's transform. It grows with the size of
 * a change and with its share of the window, whatever its form: a step, a peak, a slow trend,
 * values that vary more or no longer. A test of Kolmogorov and Smirnov, in contrast, does not
 * distinguish a small shift from a large one.
 *
 * @param features all queried features, the largest change first; unknown changes last
 * @param instances all instances, likewise
 */
public record Comparison(List<FeatureChange> features, List<InstanceChange> instances) {
  /** Values that a window and a baseline need. */
  public static final int LEAST_VALUES = 3;

  /** A change above it is rare in quiet hours: on simulated hosts one of fifty is above it. */
  public static final double CHANGED = 5;

  public Comparison {
    features = List.copyOf(features);
    instances = List.copyOf(instances);
  }

  /**
   * Compares two frames of the same instances and of the queried features.
   *
   * @param window at least {@link #LEAST_VALUES} rows
   * @param baseline likewise; it may have another step
   */
  public static Comparison of(FeatureSet features, Frame window, Frame baseline) {
    if (!window.instances().equals(baseline.instances())
        || !window.columns().equals(features.queriedNames())
        || !baseline.columns().equals(features.queriedNames())) {
      throw new IllegalArgumentException("window and baseline have other instances or features");
    }
    double[] variations = medianVariations(features, baseline);
    List<InstanceChange> instances = new ArrayList<>();
    for (int i = 0; i < window.instances().size(); i++) {
      instances.add(
          new InstanceChange(
              window.instances().get(i),
              new ComparedInstance(features, window, baseline, i).changes(variations)));
    }
    return new Comparison(
        sorted(features(features, instances), FeatureChange::change),
        sorted(instances, InstanceChange::change));
  }

  /** Returns for each feature the median over all instances of the variation in the baseline. */
  private static double[] medianVariations(FeatureSet features, Frame baseline) {
    int instances = baseline.instances().size();
    int width = features.features().size();
    double[][] variations = new double[width][instances];
    for (int i = 0; i < instances; i++) {
      float[] cells = features.admit(baseline.cells(i));
      for (int column = 0; column < width; column++) {
        variations[column][i] =
            UsualVariation.measured(
                Distribution.of(ComparedInstance.column(cells, width, column))
                    .transformed(features.features().get(column).transform()));
      }
    }
    return Arrays.stream(variations).mapToDouble(each -> Distribution.of(each).median()).toArray();
  }

  private static List<FeatureChange> features(FeatureSet features, List<InstanceChange> instances) {
    return features.features().stream()
        .map(
            feature -> {
              List<ValueChange> values =
                  instances.stream()
                      .flatMap(instance -> instance.values().stream())
                      .filter(value -> value.feature().equals(feature))
                      .toList();
              return new FeatureChange(
                  feature,
                  rootMeanSquare(values.stream().mapToDouble(ValueChange::weight)),
                  (int) values.stream().filter(ValueChange::isChanged).count());
            })
        .toList();
  }

  static double rootMeanSquare(DoubleStream values) {
    return Math.sqrt(values.map(value -> value * value).average().orElse(Double.NaN));
  }

  private static <T> List<T> sorted(List<T> all, ToDoubleFunction<T> change) {
    double[] changes = all.stream().mapToDouble(change).toArray();
    return IntStream.range(0, changes.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> Double.isNaN(changes[i]) ? 1 : -changes[i]))
        .map(all::get)
        .toList();
  }

  /** Returns the instances with an onset, the earliest first: an order of causes is likely. */
  public List<InstanceChange> byOnset() {
    return instances.stream()
        .filter(instance -> instance.onset().isPresent())
        .sorted(Comparator.comparing(instance -> instance.onset().orElseThrow()))
        .toList();
  }

  /** Returns the number of instances with a changed feature. */
  public int changed() {
    return (int)
        instances.stream()
            .filter(it -> it.values().stream().anyMatch(ValueChange::isChanged))
            .count();
  }
}
