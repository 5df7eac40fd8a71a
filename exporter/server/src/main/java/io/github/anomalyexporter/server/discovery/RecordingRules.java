package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.yaml.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Recording rules of detectors, as a rule file of Prometheus. Each detector has one group, so that
 * all features of a detector are computed at one time.
 */
public final class RecordingRules {
  private static final String HEAD =
      """
      # Recording rules for anomaly-exporter, written by the command "anomaly-exporter rules". Do not edit
      # them: the exporter reads a recorded series only if its label %s has the hash of
      # the expression that the exporter would query. Generate the file again after a change of selector,
      # features, labels or scrape interval.
      groups:
      """;

  private final List<Group> groups = new ArrayList<>();

  private record Group(DetectorConfig detector, DetectorQueries queries, String origin) {}

  /**
   * Adds a detector.
   *
   * @param origin completes the sentence that states its rate window
   */
  public void add(DetectorConfig detector, DetectorQueries queries, String origin) {
    groups.add(new Group(detector, queries, origin));
  }

  /**
   * Returns the file. A rule of several detectors is in the group of the detector with the shortest
   * interval.
   */
  public String yaml() {
    StringBuilder yaml = new StringBuilder(HEAD.formatted(RecordedFeature.LABEL));
    Set<String> written = new HashSet<>();
    groups.stream()
        .sorted(Comparator.comparing((Group group) -> group.detector().timing().scoringInterval()))
        .forEach(group -> append(group, written, yaml));
    return yaml.toString();
  }

  private static void append(Group group, Set<String> written, StringBuilder yaml) {
    DetectorConfig detector = group.detector();
    List<RecordedFeature> rules =
        RecordedFeature.of(detector, group.queries()).stream()
            .filter(rule -> written.add(rule.hash()))
            .toList();
    if (rules.isEmpty()) {
      return;
    }
    line(
        yaml,
        "  # The rate window is %s, %s."
            .formatted(PrometheusDuration.format(group.queries().rateWindow()), group.origin()));
    line(yaml, "  - name: " + YamlText.scalar("anomaly-exporter-" + detector.name()));
    line(yaml, "    interval: " + PrometheusDuration.format(detector.timing().scoringInterval()));
    line(yaml, "    rules:");
    for (RecordedFeature rule : rules) {
      line(yaml, "      - record: " + rule.record());
      line(yaml, "        expr: " + YamlText.scalar(rule.expression()));
      line(yaml, "        labels:");
      line(yaml, "          %s: '%s'".formatted(RecordedFeature.LABEL, rule.hash()));
    }
  }

  private static void line(StringBuilder yaml, String line) {
    yaml.append(line).append('\n');
  }
}
