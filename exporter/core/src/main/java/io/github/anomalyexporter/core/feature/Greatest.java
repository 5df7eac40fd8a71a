package io.github.anomalyexporter.core.feature;

/** The few greatest of many values that come one by one. For one thread. */
public final class Greatest {
  private final double[] descending;
  private int count;

  /**
   * @param places how many are kept, above 0
   */
  public Greatest(int places) {
    descending = new double[places];
  }

  /**
   * Adds a value.
   *
   * @param value not NaN
   * @return the value for which there is no more room, 0 while there is
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

  /** How many there are, at most as many as are kept. */
  public int count() {
    return count;
  }

  /**
   * One of them.
   *
   * @param rank from 0, the greatest, to below {@link #count}
   */
  public double get(int rank) {
    return descending[rank];
  }
}
