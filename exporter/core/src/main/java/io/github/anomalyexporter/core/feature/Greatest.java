package io.github.anomalyexporter.core.feature;

/** The few greatest of a sequence of values. For one thread. */
public final class Greatest {
  private final double[] descending;
  private int count;

  /**
   * @param places number of values kept, above 0
   */
  public Greatest(int places) {
    descending = new double[places];
  }

  /**
   * Adds a value.
   *
   * @param value not NaN
   * @return the value that is not among the greatest, 0 while fewer are kept than possible
   */
  public double add(double value) {
    double dropped = 0;
    if (count < descending.length) {
      count++;
    } else if (value > descending[count - 1]) {
      dropped = descending[count - 1];
    } else {
      return value;
    }
    int place = count - 1;
    while (place > 0 && descending[place - 1] < value) {
      descending[place] = descending[place - 1];
      place--;
    }
    descending[place] = value;
    return dropped;
  }

  /** Returns the number of values kept. */
  public int count() {
    return count;
  }

  /**
   * Returns one of the values kept.
   *
   * @param rank from 0, the greatest, to below {@link #count}
   */
  public double get(int rank) {
    return descending[rank];
  }
}
