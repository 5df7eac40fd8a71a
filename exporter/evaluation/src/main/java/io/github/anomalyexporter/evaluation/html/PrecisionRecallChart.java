package io.github.anomalyexporter.evaluation.html;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.evaluation.figure.PrecisionRecall;
import java.util.List;
import java.util.Locale;

/** Precision against recall over rows, with the point of the threshold in use. */
final class PrecisionRecallChart {
  private static final int WIDTH = 540;
  private static final int HEIGHT = 280;

  /** Minimum distance of points. */
  private static final double PIXEL = 0.5;

  private PrecisionRecallChart() {}

  /**
   * Returns the chart as SVG.
   *
   * @param labels labels with at least one event
   */
  static String draw(Scores scores, LabelledRows labels) {
    Picture picture = new Picture(WIDTH, HEIGHT, "precision against recall");
    Axis recall = Axis.linear(1, Picture.left(), picture.right(), "");
    Axis precision = Axis.linear(1, picture.bottom(), Picture.top(), "");
    picture.axes(recall, "recall of rows", precision, "precision");
    List<PrecisionRecall> curve = PrecisionRecall.curve(scores, labels);
    picture.path("score", path(curve, recall, precision));
    PrecisionRecall inUse = null;
    for (PrecisionRecall point : curve) {
      inUse = point.threshold() > 1 ? point : inUse;
    }
    if (inUse != null) {
      picture.dot(
          "in-use",
          recall.place(inUse.recall()),
          precision.place(inUse.precision()),
          String.format(
              Locale.ROOT,
              "threshold in use: precision %.2f, recall %.2f",
              inUse.precision(),
              inUse.recall()));
    }
    return picture.toString();
  }

  private static StringBuilder path(List<PrecisionRecall> curve, Axis recall, Axis precision) {
    StringBuilder path = new StringBuilder();
    double lastX = Double.NEGATIVE_INFINITY;
    double lastY = Double.NEGATIVE_INFINITY;
    for (PrecisionRecall point : curve) {
      double x = recall.place(point.recall());
      double y = precision.place(point.precision());
      if (Math.abs(x - lastX) + Math.abs(y - lastY) >= PIXEL) {
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
        lastX = x;
        lastY = y;
      }
    }
    return path;
  }
}
