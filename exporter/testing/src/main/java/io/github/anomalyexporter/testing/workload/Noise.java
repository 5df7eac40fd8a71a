package io.github.anomalyexporter.testing.workload;

/**
 * Random numbers that are a function of a seed, a stream and an index, independent of the order of
 * calls. Noise is bounded, so that no value of normal operation is an outlier by chance.
 */
public final class Noise {
  /** The half width of a triangular distribution of unit variance. */
  private static final double TRIANGULAR_BOUND = Math.sqrt(6);

  /** 2^64 over the golden ratio: the increment of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final long seed;

  public Noise(long seed) {
    this.seed = mix(seed);
  }

  /** A number in [0, 1). */
  public double uniform(long stream, long index) {
    return unit(bits(stream, index));
  }

  /** A number of mean 0 and variance 1, triangularly distributed, within ±2.45. */
  public double white(long stream, long index) {
    long bits = bits(stream, index);
    return (unit(bits) + unit(mix(bits)) - 1) * TRIANGULAR_BOUND;
  }

  /** White noise at integer positions, a smooth curve between them; within ±2.45. */
  public double smooth(long stream, double position) {
    long knot = (long) Math.floor(position);
    double share = position - knot;
    double eased = share * share * (3 - 2 * share);
    return white(stream, knot) * (1 - eased) + white(stream, knot + 1) * eased;
  }

  private long bits(long stream, long index) {
    return mix(mix(seed + stream * GOLDEN_GAMMA) + index * GOLDEN_GAMMA);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long mixed = value + GOLDEN_GAMMA;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
