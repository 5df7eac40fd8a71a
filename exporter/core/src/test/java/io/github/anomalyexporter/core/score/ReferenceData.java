package io.github.anomalyexporter.core.score;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Data sets that other implementations have been run on. */
final class ReferenceData {

  /** Weights of men in pounds, example 1 of Shapiro and Wilk, Biometrika 52 (1965). */
  static final double[] WEIGHTS_OF_MEN = {148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236};

  /** R's {@code datasets::Nile}: annual flow at Aswan, 1871-1970. */
  static final double[] NILE = {
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740
  };

  /** R's {@code datasets::trees$Height}, with many ties. */
  static final double[] TREE_HEIGHTS = {
    70, 65, 63, 72, 81, 83, 66, 75, 80, 75, 79, 76, 76, 69, 75, 74, 85, 86, 71, 64, 78, 80, 74, 72,
    77, 81, 82, 80, 80, 80, 87
  };

  private ReferenceData() {}

  /** The quantiles at (i - 0.5) / n: R's {@code ppoints(n)}, n above 10. */
  static double[] quantiles(int n, DoubleUnaryOperator quantile) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> (i - 0.5) / n).map(quantile).toArray();
  }

  static double exponential(double probability) {
    return -Math.log1p(-probability);
  }

  static double logistic(double probability) {
    return Math.log(probability / (1 - probability));
  }

  /** 1, 4, 9, ... n squared. */
  static double[] squares(int n) {
    return IntStream.rangeClosed(1, n).mapToDouble(i -> (double) i * i).toArray();
  }
}
