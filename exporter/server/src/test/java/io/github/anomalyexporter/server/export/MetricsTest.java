package io.github.anomalyexporter.server.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.StatedExemptions;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All of our metrics as text, against a golden file and against their documentation. {@code
 * -Dgolden.update=true} writes the golden file anew.
 */
class MetricsTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/metrics.txt");
  private static final Path PAGE = Path.of("../docs/metrics.md");

  /** Families that differ from one machine or build to another. */
  private static final Set<String> VOLATILE = Set.of("anomaly_exporter_build_info");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final DetectorState state = KnownState.scored();
  private final ExporterMetrics metrics = new ExporterMetrics(registry);
  private final Exemptions exemptions =
      StatedExemptions.of(
          covered(KnownState.ANOMALOUS, ExemptionReason.CALENDAR),
          covered(KnownState.ANOMALOUS, ExemptionReason.SILENCE),
          covered(KnownState.VANISHED, ExemptionReason.SILENCE),
          covered(KnownState.NEW, ExemptionReason.ALERT));
  private Instant now = KnownState.TIME;

  private static Exemption covered(Labels instance, ExemptionReason reason) {
    return new Exemption(
        instance, reason, KnownState.TIME.minusSeconds(60), KnownState.TIME.plusSeconds(30));
  }

  @BeforeEach
  void observe() {
    registry.register(
        new ScoreCollector(() -> List.of(new RunningDetector(state, exemptions)), () -> now));
    metrics.initialise("node");
    metrics.configLoaded(KnownState.TIME);
    metrics.requestEnded(null, Duration.ofMillis(20), 5);
    metrics.requestEnded(Category.TIMEOUT, Duration.ofSeconds(10), 0);
    metrics.stageEnded("node", RunKind.SCORING, "query", Duration.ofMillis(30));
    metrics.runEnded("node", RunKind.SCORING);
    metrics.runFailed("node", RunKind.SCORING, "timeout");
    metrics.runsMissed("node", RunKind.SCORING, 2);
    metrics.requestServed("/metrics", 200, Duration.ofMillis(5));
    observeAlertmanager(metrics.alertmanager());
  }

  private static void observeAlertmanager(AlertmanagerMetrics alertmanager) {
    alertmanager.show(true);
    alertmanager.initialise("node");
    alertmanager.requestEnded(Category.SERVER, Duration.ofMillis(5), 0);
    alertmanager.requestEnded(null, Duration.ofMillis(20), 0);
    alertmanager.silencesRead(KnownState.TIME);
    alertmanager.unknown("node", AlertmanagerMetrics.Source.ALERTS);
  }

  @AfterEach
  void close() {
    state.close();
  }

  private String exposition() {
    return PrometheusTextFormatWriter.create().toDebugString(registry.scrape());
  }

  @Test
  void the_exposition_is_the_golden_one() throws IOException {
    String found =
        exposition()
            .lines()
            .filter(line -> VOLATILE.stream().noneMatch(line::contains))
            .collect(Collectors.joining("\n", "", "\n"));
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, found);
    }

    assertThat(found).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void what_is_unknown_is_absent() {
    assertThat(samples("anomaly_score"))
        .hasSize(3)
        .noneMatch(line -> line.contains("empty-1"))
        .noneMatch(line -> line.contains("gone-1"));
    assertThat(samples("anomaly_is_anomalous")).hasSize(3);
    assertThat(exposition()).doesNotContain("NaN");
  }

  @Test
  void a_running_training_has_its_progress() {
    assertThat(samples("anomaly_detector_training_blocks")).isEmpty();

    String running = KnownState.duringTraining(state, this::exposition);

    assertThat(running)
        .contains(
            "anomaly_detector_training_blocks{detector=\"node\",state=\"completed\"} 1.0",
            "anomaly_detector_training_blocks{detector=\"node\",state=\"remaining\"} 3.0",
            "anomaly_detector_training_progress_ratio{detector=\"node\"} 0.25",
            "anomaly_detector_training_expected_end_timestamp_seconds{detector=\"node\"} "
                + (KnownState.TIME.getEpochSecond() + 240) / 1E9
                + "E9");
    assertThat(samples("anomaly_detector_training_progress_ratio")).isEmpty();
  }

  @Test
  void every_instance_has_one_state() {
    assertThat(samples("anomaly_instance_state")).hasSize(5 * InstanceState.values().length);
    assertThat(samples("anomaly_instance_state").stream().filter(line -> line.endsWith(" 1.0")))
        .hasSize(5)
        .anyMatch(line -> line.contains("gone-1") && line.contains("state=\"vanished\""))
        .anyMatch(line -> line.contains("new-1") && line.contains("state=\"warming_up\""))
        .anyMatch(line -> line.contains("empty-1") && line.contains("state=\"insufficient_data\""));
  }

  @Test
  void a_covered_instance_is_suppressed_and_shows_all_it_has() {
    assertThat(samples("anomaly_instance_suppressed"))
        .hasSize(3)
        .allMatch(line -> line.endsWith(" 1.0"))
        .anyMatch(line -> line.contains("web-1:9100") && line.contains("reason=\"calendar\""))
        .anyMatch(line -> line.contains("web-1:9100") && line.contains("reason=\"silence\""))
        .anyMatch(line -> line.contains("gone-1:9100") && line.contains("reason=\"silence\""));
    assertThat(samples("anomaly_score")).anyMatch(line -> line.contains("web-1:9100"));

    now = KnownState.TIME.plusSeconds(30);
    assertThat(samples("anomaly_instance_suppressed")).isEmpty();
  }

  @Test
  void proposals_of_the_calendar_are_absent_while_unknown() {
    assertThat(samples("anomaly_detector_calendar_proposals"))
        .containsExactly("anomaly_detector_calendar_proposals{detector=\"node\"} 1.0");

    KnownState.withoutProposals(state);

    assertThat(samples("anomaly_detector_calendar_proposals")).isEmpty();
  }

  @Test
  void scores_expire() {
    now = KnownState.TIME.plus(Duration.ofSeconds(60));
    assertThat(samples("anomaly_score")).hasSize(3);

    now = now.plusMillis(1);
    assertThat(samples("anomaly_score")).isEmpty();
    assertThat(samples("anomaly_instance_state").stream().filter(line -> line.endsWith(" 1.0")))
        .filteredOn(line -> line.contains("state=\"stale\""))
        .hasSize(4);
  }

  @Test
  void without_a_request_it_is_unknown_whether_prometheus_is_up() {
    PrometheusRegistry unasked = new PrometheusRegistry();
    new ExporterMetrics(unasked).initialise("node");

    assertThat(PrometheusTextFormatWriter.create().toDebugString(unasked.scrape()))
        .doesNotContain("anomaly_exporter_prometheus_up");
  }

  @Test
  void prometheus_is_down_after_a_timeout_and_up_after_a_rejected_query() {
    metrics.requestEnded(Category.TIMEOUT, Duration.ofMillis(5), 0);

    assertThat(samples("anomaly_exporter_prometheus_up"))
        .containsExactly("anomaly_exporter_prometheus_up 0.0");

    metrics.requestEnded(Category.REJECTED, Duration.ofMillis(5), 0);

    assertThat(samples("anomaly_exporter_prometheus_up"))
        .containsExactly("anomaly_exporter_prometheus_up 1.0");
  }

  @Test
  void alertmanager_is_there_only_where_it_is_configured() {
    metrics.alertmanager().show(false);
    metrics.alertmanager().show(false);
    assertThat(exposition()).doesNotContain("anomaly_exporter_alertmanager", "exemptions_unknown");

    metrics.alertmanager().show(true);
    metrics.alertmanager().show(true);
    assertThat(samples("anomaly_exporter_alertmanager_requests_total"))
        .containsExactly("anomaly_exporter_alertmanager_requests_total 2.0");
  }

  @Test
  void alertmanager_is_down_after_any_failure() {
    assertThat(samples("anomaly_exporter_alertmanager_up"))
        .containsExactly("anomaly_exporter_alertmanager_up 1.0");

    metrics.alertmanager().requestEnded(Category.REJECTED, Duration.ofMillis(5), 0);

    assertThat(samples("anomaly_exporter_alertmanager_up"))
        .containsExactly("anomaly_exporter_alertmanager_up 0.0");
  }

  private List<String> samples(String family) {
    return exposition()
        .lines()
        .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
        .toList();
  }

  /** Type and labels of a metric. */
  private record Shape(String type, Set<String> labels) {}

  @Test
  void the_page_has_every_metric_and_no_other() throws IOException {
    assertThat(documented().keySet()).isEqualTo(exposed().keySet());
  }

  @Test
  void the_page_has_the_types_and_labels() throws IOException {
    assertThat(documented()).isEqualTo(exposed());
  }

  /** Rows {@code | `name` | type | `label`, `label` | meaning |}. */
  private static Map<String, Shape> documented() throws IOException {
    Map<String, Shape> documented = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row =
          Pattern.compile("\\| `(anomaly_\\w+)` \\| (\\w+) \\| (.*?) \\|.*").matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), new Shape(row.group(2), words("`(\\w+)`", row.group(3))));
      }
    }
    return documented;
  }

  private Map<String, Shape> exposed() {
    Map<String, Shape> exposed = new TreeMap<>();
    String exposition = KnownState.duringTraining(state, this::exposition);
    for (String line : exposition.lines().toList()) {
      Matcher type = Pattern.compile("# TYPE (\\w+) (\\w+)").matcher(line);
      if (type.matches()) {
        exposed.put(type.group(1), new Shape(type.group(2), new TreeSet<>()));
      }
    }
    for (String line : exposition.lines().filter(it -> !it.startsWith("#")).toList()) {
      String name = line.split("[{ ]", 2)[0];
      Shape shape = exposed.get(name);
      if (shape == null) {
        shape = exposed.get(name.replaceFirst("_(bucket|sum|count)$", ""));
      }
      Objects.requireNonNull(shape, name).labels().addAll(words("[{,](\\w+)=\"", line));
    }
    exposed.values().forEach(shape -> shape.labels().remove("le"));
    return exposed;
  }

  private static Set<String> words(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void the_page_has_the_states_and_the_categories() throws IOException {
    Set<String> rows = words("(?m)^\\| `([a-z_]+)` \\|", Files.readString(PAGE));
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "ambiguous",
                "missing_feature",
                "partial",
                "process",
                "platform",
                "storage",
                "internal"));
    for (InstanceState each : InstanceState.values()) {
      expected.add(each.label());
    }
    for (Category each : Category.values()) {
      expected.add(each.label());
    }

    rows.removeIf(name -> name.startsWith("anomaly_"));
    assertThat(rows).isEqualTo(expected);
  }
}
