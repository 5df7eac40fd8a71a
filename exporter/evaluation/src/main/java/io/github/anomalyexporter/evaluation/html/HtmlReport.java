package io.github.anomalyexporter.evaluation.html;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.NormalityTests;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import io.github.anomalyexporter.evaluation.report.Evaluation.Scored;
import io.github.anomalyexporter.evaluation.report.EvaluationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * HTML page with the table of figures and, for each evaluation, its charts. Self-contained, without
 * scripts or external resources. For use by one thread.
 */
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5em auto; max-width: 1140px; padding: 0 1em;
             color: #222; background: #fff }
      pre { overflow-x: auto; background: #f4f4f4; padding: .8em }
      svg { max-width: 100%; height: auto } svg text { font-size: 11px; fill: #555 }
      .grid { stroke: #e4e4e4 } .score { stroke: #1f5fa8; fill: none; stroke-width: 1 }
      .event { fill: #e8a33d; fill-opacity: .45 } .threshold { stroke: #c22; stroke-dasharray: 5 3 }
      .other { fill: #1f5fa8; fill-opacity: .55 } .labelled { fill: #e8a33d; fill-opacity: .7 }
      .in-use { fill: #c22 } .pair { display: flex; flex-wrap: wrap; gap: 1em } .pair > * { flex: 1 1 480px }
      table { border-collapse: collapse } td, th { border-top: 1px solid #ddd; padding: .3em .8em;
             text-align: right; vertical-align: top; font-weight: normal } th { color: #555 }
      .left { text-align: left } .bar { display: inline-block; height: .8em; background: #9ab }
      .bar.true { background: #2a8a4a } figure { margin: 0 } figcaption { color: #555 }
      """;

  private final StringBuilder sections = new StringBuilder();
  private final List<Evaluation> evaluations = new ArrayList<>();

  /** Adds a section for one evaluation. */
  public void add(Dataset dataset, Scored scored) {
    Evaluation evaluation = scored.evaluation();
    evaluations.add(evaluation);
    sections.append(
        "<h2>%s, %s, seed %s</h2>%n"
            .formatted(
                Picture.escape(evaluation.instance()),
                Picture.escape(evaluation.detector()),
                evaluation.seed()));
    Scores scores = scored.scores();
    LabelledRows labels = dataset.labels();
    figure(
        ScoreChart.draw(
            scores, labels == null ? List.of() : labels.events(), dataset.features().step()),
        "Score over time, with labelled events (shaded) and the threshold (dashed).");
    if (labels == null) {
      calibration(scored.calibration());
      return;
    }
    sections.append("<div class=\"pair\">\n");
    figure(
        ErrorHistogram.draw(scores, labels),
        "Errors relative to the threshold, of unlabelled rows (blue) and labelled rows (orange).");
    if (!labels.events().isEmpty()) {
      figure(
          PrecisionRecallChart.draw(scores, labels),
          "Precision and recall of rows, with the threshold in use (dot).");
    }
    sections.append("</div>\n");
    calibration(scored.calibration());
    sections.append(
        EventTable.write(
            scores, labels.events(), dataset.interpretations(), dataset.features().step()));
  }

  private void figure(String svg, String caption) {
    sections.append("<figure>").append(svg);
    sections.append("<figcaption>").append(caption).append("</figcaption></figure>\n");
  }

  private void calibration(Calibration calibration) {
    sections.append(
        String.format(
            Locale.ROOT,
            "<p>Threshold %.4f by %s: %s. From %d errors, mean %.4f, standard deviation %.4f, median %.4f.",
            calibration.threshold(),
            calibration.method().name().toLowerCase(Locale.ROOT),
            Picture.escape(calibration.reason()),
            calibration.errors().rows(),
            calibration.errors().mean(),
            calibration.errors().standardDeviation(),
            calibration.errors().median()));
    NormalityTests tests = calibration.normality();
    if (tests != null) {
      sections.append(
          String.format(
              Locale.ROOT,
              " Normality of %d of them (thinning %d): Shapiro-Wilk W %.4f, p %.3g; Lilliefors D %.4f, p %.3g.",
              tests.sampleSize(),
              tests.thinning(),
              tests.shapiroWilk().statistic(),
              tests.shapiroWilk().pValue(),
              tests.lilliefors().statistic(),
              tests.lilliefors().pValue()));
    }
    sections.append("</p>\n");
  }

  /** Writes the page. */
  public void write(Path file) throws IOException {
    Files.writeString(
        file,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>anomaly-exporter evaluate</title>\n<style>\n"
            + STYLE
            + "</style></head><body>\n<h1>anomaly-exporter evaluate</h1>\n<pre>"
            + Picture.escape(EvaluationTable.of(evaluations))
            + "</pre>\n"
            + sections
            + "</body></html>\n");
  }
}
