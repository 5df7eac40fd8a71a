package io.github.anomalyexporter.testing.watch;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Scores as text: a table for a terminal, one line for a log. */
final class ScoreTable {
  private static final String BOLD_RED = "\u001b[1;31m";
  private static final String PLAIN = "\u001b[0m";

  private ScoreTable() {}

  /** The lines of the table, anomalous instances in red with a line for each feature. */
  static List<String> lines(List<InstanceScore> scores) {
    List<String> lines = new ArrayList<>();
    lines.add(row("INSTANCE", "STATE", "SCORE", ""));
    for (InstanceScore score : scores) {
      String line = row(score.instance(), score.state(), number(score), verdict(score));
      lines.add(score.isAnomalous() ? BOLD_RED + line + PLAIN : line);
      for (FeatureShare feature : shownFeatures(score)) {
        lines.add(String.format(Locale.ROOT, "      %3.0f%%  %s", 100 * feature.share(), feature));
      }
    }
    return lines;
  }

  /** Returns all scores in one line, without colours. */
  static String line(List<InstanceScore> scores) {
    return scores.stream().map(ScoreTable::inLine).collect(joining(" | "));
  }

  private static String inLine(InstanceScore score) {
    String text = score.instance() + " " + score.state() + " " + number(score) + suppression(score);
    return shownFeatures(score).isEmpty()
        ? text
        : text
            + ": "
            + shownFeatures(score).stream().map(FeatureShare::toString).collect(joining(", "));
  }

  /** Such as {@code anomalous (silence)}. */
  private static String verdict(InstanceScore score) {
    return ((score.isAnomalous() ? "anomalous" : "") + suppression(score)).strip();
  }

  private static String suppression(InstanceScore score) {
    return score.isSuppressed() ? " (" + score.suppressed() + ")" : "";
  }

  /**
   * Returns the features of an anomalous instance. The metrics keep features for some time after an
   * anomaly, when they do not explain the current score.
   */
  private static List<FeatureShare> shownFeatures(InstanceScore score) {
    return score.isAnomalous() ? score.features() : List.of();
  }

  private static String row(String instance, String state, String score, String verdict) {
    return String.format(Locale.ROOT, "  %-24s %-18s %8s  %s", instance, state, score, verdict)
        .stripTrailing();
  }

  private static String number(InstanceScore score) {
    return score.hasScore() ? String.format(Locale.ROOT, "%.2f", score.score()) : "-";
  }
}
