package io.github.anomalyexporter.core.score;

import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Errors of rows in order of time, and how far apart the rows are. Rows between which others are
 * missing are as far apart as they were in time, and rows of different hosts are never near each
 * other: their peaks are separate however the rows are put together. Immutable.
 */
public final class ErrorTimeline {
  /** From the last row of a host to the first one of the next: longer than any history. */
  private static final long TO_ANOTHER_HOST = 1L << 32;

  private final long[] places;
  private final double[] errors;

  private ErrorTimeline(long[] places, double[] errors) {
    this.places = places;
    this.errors = errors;
  }

  /**
   * Of consecutive rows of one host.
   *
   * @param errors one per row; NaN where a row has none
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

  /** Takes the errors of one host after the other. For one thread. */
  public static final class Builder {
    private long[] places = new long[1024];
    private double[] errors = new double[1024];
    private int size;
    private @Nullable Labels host;
    private long offset;

    /**
     * Adds a row.
     *
     * @param instance the same as before, or one that was not added before
     * @param row number of the row on the grid, of one instance ascending
     * @param error NaN where the row has none
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

  /** How many rows have an error. */
  public int size() {
    return errors.length;
  }

  /** An error, in order of time. */
  double error(int index) {
    return errors[index];
  }

  /** Where the row of an error lies: the difference of two is the number of rows between them. */
  long place(int index) {
    return places[index];
  }

  /** Those that there are, in order of time. */
  double[] errors() {
    return errors.clone();
  }
}
