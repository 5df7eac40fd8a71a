package io.github.anomalyexporter.evaluation.html;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import java.util.Arrays;
import java.util.Locale;

/** Histogram of the errors relative to the threshold, of labelled and unlabelled rows. */
final class ErrorHistogram {
  private static final int WIDTH = 540;
  private static final int HEIGHT = 280;
  private static final int BARS = 60;

  private ErrorHistogram() {}

  static String draw(Scores scores, LabelledRows labels) {
    Picture picture = new Picture(WIDTH, HEIGHT, "distribution of errors, threshold at 1");
    Axis score = Axis.ofScores(ScoreChart.largest(scores), Picture.left(), picture.right());
    double[] others = shares(scores, labels, false, score);
    double[] labelled = shares(scores, labels, true, score);
    double highest =
        Math.max(Arrays.stream(others).max().orElse(0), Arrays.stream(labelled).max().orElse(0));
    Axis share = Axis.linear(100 * Math.max(highest, 0.01), picture.bottom(), Picture.top(), " %");
    picture.axes(score, "error / threshold", share, "share of rows");
    double wide = (score.end() - score.start()) / BARS;
    for (int bar = 0; bar < BARS; bar++) {
      bar(picture, "other", score.start() + bar * wide, wide, share, others[bar], "not labelled");
      bar(picture, "labelled", score.start() + bar * wide, wide, share, labelled[bar], "labelled");
    }
    double threshold = score.place(1);
    picture.line(
        "threshold", threshold, Picture.top(), threshold, picture.bottom(), "the threshold");
    return picture.toString();
  }

  private static void bar(
      Picture picture, String style, double x, double wide, Axis share, double value, String kind) {
    if (value > 0) {
      double top = share.place(100 * value);
      String tip = String.format(Locale.ROOT, "%s: %.2f %%", kind, 100 * value);
      picture.box(style, x, top, wide, share.start() - top, tip);
    }
  }

  private static double[] shares(Scores scores, LabelledRows labels, boolean labelled, Axis score) {
    double[] counts = new double[BARS];
    int rows = 0;
    for (int row = 0; row < scores.rows(); row++) {
      double value = scores.score(row);
      if (labels.isAnomalous(row) == labelled && !Double.isNaN(value)) {
        double place = (score.place(value) - score.start()) / (score.end() - score.start());
        counts[Math.min(BARS - 1, (int) (place * BARS))]++;
        rows++;
      }
    }
    for (int bar = 0; bar < BARS && rows > 0; bar++) {
      counts[bar] /= rows;
    }
    return counts;
  }
}
