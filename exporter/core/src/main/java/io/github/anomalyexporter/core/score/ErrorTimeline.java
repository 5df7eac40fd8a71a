package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Errors of rows in order of time, with the distances of the rows. The distance of two rows
 * includes the missing rows between them, and rows of different instances are never near each
 * other, so their peaks are separate. Immutable.
 */
public final class ErrorTimeline {
  /** Distance from the last row of an instance to the first row of the next: beyond any history. */
  private static final long TO_ANOTHER_HOST = 1L << 32;

  private final long[] places;
  private final double[] errors;

  private ErrorTimeline(long[] places, double[] errors) {
    this.places = places;
    this.errors = errors;
  }

  /**
   * Returns the timeline of consecutive rows of one instance.
   *
   * @param errors one per row; NaN where a row has no error
   */
  public static ErrorTimeline consecutive(double[] errors) {
    long[] places =
        LongStream.range(0, errors.length).filter(i -> isKnown(errors[(int) i])).toArray();
    return new ErrorTimeline(
        places, Arrays.stream(errors).filter(ErrorTimeline::isKnown).toArray());
  }

  private static boolean isKnown(double error) {
    return !Double.isNaN(error);
  }

  /** Builds a timeline from the errors of one instance after the other. For one thread. */
  public static final class Builder {
    private long[] places = new long[1024];
    private double[] errors = new double[1024];
    private int size;
    private @Nullable Labels host;
    private long offset;

    /**
     * Adds a row.
     *
     * @param instance the same as before, or a new one
     * @param row number of the row on the grid, ascending for one instance
     * @param error NaN if the row has no error
     */
    public Builder add(Labels instance, long row, double error) {
      if (host == null || !host.equals(instance)) {
        host = instance;
        offset = size == 0 ? -row : places[size - 1] + TO_ANOTHER_HOST - row;
      } else if (size > 0 && row + offset <= places[size - 1]) {
        throw new IllegalArgumentException("row " + row + " of " + instance + " is not ascending");
      }
      if (isKnown(error)) {
        if (size == errors.length) {
          places = Arrays.copyOf(places, 2 * size);
          errors = Arrays.copyOf(errors, 2 * size);
        }
        places[size] = row + offset;
        errors[size++] = error;
      }
      return this;
    }

    public ErrorTimeline build() {
      return new ErrorTimeline(Arrays.copyOf(places, size), Arrays.copyOf(errors, size));
    }
  }

  /** Number of rows with an error. */
  public int size() {
    return errors.length;
  }

  /** Returns an error by its index in order of time. */
  double error(int index) {
    return errors[index];
  }

  /** Returns the place of an error: the difference of two places is the distance in rows. */
  long place(int index) {
    return places[index];
  }

  /** Returns all errors in order of time. */
  double[] errors() {
    return errors.clone();
  }
}
