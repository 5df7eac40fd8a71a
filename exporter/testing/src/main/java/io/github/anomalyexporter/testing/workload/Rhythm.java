package io.github.anomalyexporter.testing.workload;

/**
 * The latent load of a host over time, between 0 and 1: a daily cycle with one peak and one trough,
 * and fluctuations around it with a correlation time of some minutes.
 */
public final class Rhythm {
  /** The phase reached every day around the peak hour, well inside the normal range. */
  public static final double PEAK = 0.8;

  /** The phase reached every day around the trough, well inside the normal range. */
  public static final double TROUGH = -0.6;

  private static final double DAY_SECONDS = 86_400;
  private static final double SLOW_WANDER_SECONDS = 900;
  private static final double FAST_WANDER_SECONDS = 240;
  private static final long SLOW_WANDER_STREAM = 1_001;
  private static final long FAST_WANDER_STREAM = 1_002;

  private final Noise noise;
  private final double peakHour;

  /**
   * @param peakHour hour of the day (UTC) of the highest load
   */
  public Rhythm(Noise noise, double peakHour) {
    this.noise = noise;
    this.peakHour = peakHour;
  }

  /** The load at this time. */
  public double load(double epochSeconds) {
    return level(phase(epochSeconds) + wander(epochSeconds));
  }

  /** The load without its fluctuations, for quantities that change slowly. */
  public double trend(double epochSeconds) {
    return level(phase(epochSeconds));
  }

  /** The load at a constant phase of the day, with half of the usual fluctuations. */
  public double loadHeldAt(double phase, double epochSeconds) {
    return level(phase + wander(epochSeconds) / 2);
  }

  /** The daily cycle in two harmonics, between about -0.8 and 1.05. */
  private double phase(double epochSeconds) {
    double angle = 2 * Math.PI * (epochSeconds / DAY_SECONDS - peakHour / 24);
    return 0.9 * Math.cos(angle) + 0.2 * Math.cos(2 * angle - 0.7);
  }

  private double wander(double epochSeconds) {
    return 0.2 * noise.smooth(SLOW_WANDER_STREAM, epochSeconds / SLOW_WANDER_SECONDS)
        + 0.08 * noise.smooth(FAST_WANDER_STREAM, epochSeconds / FAST_WANDER_SECONDS);
  }

  private static double level(double phase) {
    return 1 / (1 + Math.exp(-2 * phase));
  }
}
