package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.recurrence.PastAlarms;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalendarCommandTest {
  private static final String QUERY =
      "max by (instance, job) (max_over_time(anomaly_is_anomalous{detector=\"node\",exported_instance=\"\"}[5m]))";
  private static final Labels DB = Labels.of("instance", "db-1:9100", "job", "node");
  private static final Labels WEB = Labels.of("instance", "web-1:9100", "job", "node");

  @TempDir private Path directory;
  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Instant now = InstantSource.system().instant();

  CalendarCommandTest() throws IOException {}

  private int run(String... arguments) {
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("calendar"));
    all.addAll(List.of(arguments));
    all.add("--prometheus.url=" + prometheus.url());
    all.add("--storage.path=" + directory.resolve("storage"));
    int exitCode = line.execute(all.toArray(String[]::new));
    assertThat(directory.resolve("storage")).as("nothing is stored").doesNotExist();
    return exitCode;
  }

  private PastAlarms past() {
    return PastAlarms.until(now, ZoneOffset.UTC);
  }

  private void putBackup() {
    prometheus.put(QUERY, DB, past().daily("01:30", Duration.ofMinutes(45)));
    prometheus.put(QUERY, WEB, past());
  }

  @Test
  void a_recurring_anomaly_is_shown_with_the_entry_to_paste() throws ConfigException {
    putBackup();

    assertThat(run()).isZero();

    assertThat(out.toString())
        .contains("detector node: calendar entries proposed from 14d of scores: 1\n")
        .contains("  recurring-0130: every day from 01:30 to 02:15 (UTC), seen on ")
        .contains(" days by 1 instances: {instance=\"db-1:9100\", job=\"node\"}\n");
    String pasted = out.toString().substring(out.toString().indexOf("    calendar:"));
    Config config = ConfigFile.parse("pasted", "detectors:\n  - name: node\n" + pasted);
    CalendarEntry entry = config.calendar(config.detectors().get(0)).get(0);
    assertThat(entry.concerns(DB)).isTrue();
    assertThat(entry.concerns(WEB)).isFalse();
    assertThat(entry.window().duration()).isEqualTo(Duration.ofMinutes(45));
    assertThat(entry.window().covers(Instant.parse("2026-03-02T01:30:00Z"))).isTrue();
    assertThat(entry.window().covers(Instant.parse("2026-03-02T02:15:00Z"))).isFalse();
  }

  @Test
  void json_has_the_keys_of_the_configuration() throws IOException {
    putBackup();

    assertThat(run("--json")).isZero();

    JsonNode detector = new ObjectMapper().readTree(out.toString()).path(0);
    assertThat(detector.path("detector").asText()).isEqualTo("node");
    assertThat(detector.path("scored").asText()).isEqualTo("PT336H");
    assertThat(detector.path("permanent")).isEmpty();
    JsonNode proposal = detector.path("proposals").path(0);
    assertThat(proposal.path("name").asText()).isEqualTo("recurring-0130");
    assertThat(proposal.path("schedule").asText()).isEqualTo("30 1 * * *");
    assertThat(proposal.path("duration").asText()).isEqualTo("45m");
    assertThat(proposal.path("time_zone").asText()).isEqualTo("UTC");
    assertThat(proposal.path("instances").asText()).isEqualTo("db-1:9100");
    assertThat(proposal.path("affected").path(0).path("job").asText()).isEqualTo("node");
    assertThat(proposal.path("days_seen").asInt()).isBetween(13, 15);
    assertThat(proposal.path("yaml").asText()).startsWith("- name: recurring-0130\n");
  }

  @Test
  void nothing_that_recurs_is_a_success() {
    prometheus.put(QUERY, DB, past());

    assertThat(run()).isZero();

    assertThat(out)
        .hasToString(
            "detector node: no recurring anomaly without a calendar entry in 14d of scores\n");
  }

  @Test
  void a_permanent_anomaly_is_no_recurring_job() {
    prometheus.put(QUERY, DB, past().alarm(now.minus(Duration.ofDays(15)), Duration.ofDays(15)));

    assertThat(run()).isZero();

    assertThat(out.toString())
        .contains(
            "  {instance=\"db-1:9100\", job=\"node\"} is anomalous for 1d a day, on ",
            "no entry is proposed")
        .doesNotContain("calendar:");
  }

  @Test
  void a_prometheus_without_the_series_is_reported_with_the_way_out() {
    assertThat(run()).isEqualTo(1);

    assertThat(out)
        .hasToString(
            "detector node: Prometheus has no series anomaly_is_anomalous{detector=\"node\"} with"
                + " the labels of the hosts; it has to scrape the exporter, with honor_labels: true\n");
  }

  @Test
  void too_few_days_are_reported() {
    prometheus.put(QUERY, DB, past().knownFor(Duration.ofDays(2)));

    assertThat(run("--json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"proposals\" : null");
    out.getBuffer().setLength(0);

    assertThat(run()).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("detector node: Prometheus has ")
        .endsWith(" of scores; whether an anomaly recurs is known with 4d\n");
  }

  @Test
  void one_of_several_detectors_is_chosen() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("two.yml"),
            "detectors: [{name: linux, selector: 'job=\"a\"'}, {name: bsd, selector: 'job=\"b\"'}]");

    assertThat(run("--config.file=" + config, "--detector=bsd")).isEqualTo(1);
    assertThat(out.toString()).startsWith("detector bsd: ").doesNotContain("linux");

    assertThat(run("--config.file=" + config, "--detector=other")).isEqualTo(2);
    assertThat(err.toString()).contains("--detector: expected one of [linux, bsd], found other");
  }

  @Test
  void a_prometheus_that_fails_is_a_failure_at_run_time() {
    prometheus.fail(FakePrometheus.EVERYTHING, 400, "no");

    assertThat(run()).isEqualTo(1);

    assertThat(err.toString()).contains(prometheus.url().toString());
  }
}
