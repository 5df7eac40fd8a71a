package io.github.anomalyexporter.server.exemption;

/**
 * Rows of an instance's history left out of the training, by reason. A row with several reasons is
 * counted for the first of them. The names are fields of the manifest of a stored model.
 *
 * @param present rows of the history in which the instance had data
 * @param alert rows left out because another alert was firing
 * @param silence rows left out because of an Alertmanager silence
 * @param calendar rows left out because of the calendar
 */
public record LeftOut(int present, int alert, int silence, int calendar) {
  /** No rows. */
  public static final LeftOut NOTHING = new LeftOut(0, 0, 0, 0);

  public LeftOut {
    if (Math.min(Math.min(present, alert), Math.min(silence, calendar)) < 0
        || (long) alert + silence + calendar > present) {
      throw new IllegalArgumentException(
          "expected rows left out of those that were present, found [%s, %s, %s, %s]"
              .formatted(present, alert, silence, calendar));
    }
  }

  /** Returns the sums of the counts. */
  public LeftOut plus(LeftOut other) {
    return new LeftOut(
        present + other.present,
        alert + other.alert,
        silence + other.silence,
        calendar + other.calendar);
  }

  /** Returns the number of rows left out for any reason. */
  public int rows() {
    return alert + silence + calendar;
  }

  /**
   * Returns a share of the present rows; NaN if no rows were present.
   *
   * @param rows one of the counts
   */
  public double ratio(int rows) {
    return present == 0 ? Double.NaN : (double) rows / present;
  }
}
