package io.github.anomalyexporter.evaluation.html;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.Scores;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Chart of scores over time, with events and threshold. */
final class ScoreChart {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 260;

  private ScoreChart() {}

  /** Returns the chart as SVG, with the largest and the smallest score per pixel. */
  static String draw(Scores scores, List<Event> events, Duration step) {
    Picture picture = new Picture(WIDTH, HEIGHT, "score over time, events shaded");
    double days = (double) scores.rows() * step.toMillis() / Duration.ofDays(1).toMillis();
    Axis time = Axis.linear(days, Picture.left(), picture.right(), "");
    Axis score = Axis.ofScores(largest(scores), picture.bottom(), Picture.top());
    picture.axes(time, "days", score, "score");
    double rowsPerDay = scores.rows() / days;
    for (Event event : events) {
      double from = time.place(event.first() / rowsPerDay);
      double to = time.place((event.last() + 1) / rowsPerDay);
      picture.box(
          "event",
          from,
          Picture.top(),
          Math.max(1, to - from),
          picture.bottom() - Picture.top(),
          "event, rows %s to %s".formatted(event.first(), event.last()));
    }
    picture.path("score", path(scores, time, score, rowsPerDay));
    double threshold = score.place(1);
    picture.line(
        "threshold", Picture.left(), threshold, picture.right(), threshold, "threshold: score 1");
    return picture.toString();
  }

  private static StringBuilder path(Scores scores, Axis time, Axis score, double rowsPerDay) {
    int columns = (int) (time.end() - time.start());
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int column = 0; column < columns; column++) {
      int from = (int) ((long) column * scores.rows() / columns);
      int to = (int) ((column + 1L) * scores.rows() / columns);
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int row = from; row < Math.max(from + 1, to); row++) {
        double each = scores.score(row);
        least = Math.min(least, Double.isNaN(each) ? least : each);
        most = Math.max(most, Double.isNaN(each) ? most : each);
      }
      boolean known = most >= least;
      if (known) {
        path.append(
            String.format(
                Locale.ROOT,
                "%s%.1f %.1fV%.1f",
                pen ? "L" : "M",
                time.place(from / rowsPerDay),
                score.place(least),
                score.place(most)));
      }
      pen = known;
    }
    return path;
  }

  static double largest(Scores scores) {
    double largest = 1;
    for (int row = 0; row < scores.rows(); row++) {
      largest = scores.score(row) > largest ? scores.score(row) : largest;
    }
    return largest;
  }
}
