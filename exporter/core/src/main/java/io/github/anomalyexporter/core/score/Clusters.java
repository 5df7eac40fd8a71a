package io.github.anomalyexporter.core.score;

import java.util.Arrays;

/**
 * Exceedances of a level, declustered by runs: exceedances less than a number of rows apart are one
 * cluster, of which only the peak counts, because consecutive errors are correlated and a tail is
 * fitted to independent values (Coles, An Introduction to Statistical Modeling of Extreme Values,
 * 2001, 5.3).
 */
final class Clusters {
  private final int rows;
  private final double[] excesses;

  private Clusters(int rows, double[] excesses) {
    this.rows = rows;
    this.excesses = excesses;
  }

  /**
   * @param gapRows exceedances at least this many rows apart are in different clusters
   */
  static Clusters above(double level, ErrorTimeline errors, int gapRows) {
    double[] excesses = new double[errors.size()];
    int clusters = 0;
    int rows = 0;
    long last = 0;
    for (int i = 0; i < errors.size(); i++) {
      double excess = errors.error(i) - level;
      if (!(excess > 0)) {
        continue;
      }
      long place = errors.place(i);
      if (clusters == 0 || place - last >= gapRows) {
        clusters++;
      }
      excesses[clusters - 1] = Math.max(excesses[clusters - 1], excess);
      last = place;
      rows++;
    }
    return new Clusters(rows, Arrays.copyOf(excesses, clusters));
  }

  int count() {
    return excesses.length;
  }

  /** Number of rows above the level, of all clusters. */
  int rows() {
    return rows;
  }

  /** Excess of the peak of each cluster above the level, in time order. */
  double[] excesses() {
    return excesses.clone();
  }
}
