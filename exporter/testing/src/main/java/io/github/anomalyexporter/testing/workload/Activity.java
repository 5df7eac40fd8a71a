package io.github.anomalyexporter.testing.workload;

/**
 * The activity of a host in one cell of time: the rate per second of each counter and the level of
 * each gauge. Mutable, for one thread: the workload fills it, incidents change it.
 */
public final class Activity {
  private static final int QUANTITIES = Quantity.values().length;

  private final double[] values = new double[QUANTITIES];

  public double get(Quantity quantity) {
    return values[quantity.index()];
  }

  public void set(Quantity quantity, double value) {
    values[quantity.index()] = value;
  }

  public void add(Quantity quantity, double amount) {
    values[quantity.index()] += amount;
  }

  public void multiply(Quantity quantity, double factor) {
    values[quantity.index()] *= factor;
  }

  /** Sets the quantity to the value unless it is higher already. */
  public void raise(Quantity quantity, double value) {
    values[quantity.index()] = Math.max(value, get(quantity));
  }

  /** Sets the quantity to the value unless it is lower already. */
  public void limit(Quantity quantity, double value) {
    values[quantity.index()] = Math.min(value, get(quantity));
  }

  /** CPU seconds a second, of all modes but idle. */
  public double cpuBusy() {
    return get(Quantity.CPU_USER)
        + get(Quantity.CPU_NICE)
        + get(Quantity.CPU_SYSTEM)
        + get(Quantity.CPU_IOWAIT)
        + get(Quantity.CPU_SOFTIRQ)
        + get(Quantity.CPU_STEAL);
  }
}
