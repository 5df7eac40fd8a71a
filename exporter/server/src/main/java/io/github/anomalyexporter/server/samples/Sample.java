package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Arrays;

/**
 * Values of all features of an instance at one time. The array is not copied and must not be
 * changed afterwards.
 */
public final class Sample {
  private final Labels instance;
  private final Instant time;
  private final float[] values;

  /**
   * @param instance identity labels, at least one
   * @param time between 1970 and 2248, with a resolution of a millisecond; the rest is cut off
   * @param values in the order of the store's features; NaN is a missing value, and so is an
   *     infinite one
   */
  public Sample(Labels instance, Instant time, float[] values) {
    if (instance.asMap().isEmpty()) {
      throw new IllegalArgumentException("a sample without identity labels");
    }
    if (!Keys.isStorable(time)) {
      throw new IllegalArgumentException("a time that cannot be stored: " + time);
    }
    this.instance = instance;
    this.time = time;
    this.values = values;
  }

  public Labels instance() {
    return instance;
  }

  public Instant time() {
    return time;
  }

  public float[] values() {
    return values;
  }

  @Override
  public String toString() {
    return instance + " " + time + " " + Arrays.toString(values);
  }
}
