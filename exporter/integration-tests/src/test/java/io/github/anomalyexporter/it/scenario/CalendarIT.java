package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A window of the calendar that is open now, a reload that takes it away, and a proposal for
 * another one from two weeks of alarms.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarIT {
  private static final String COVERED = "db-1:9100";
  private static final String OTHER = "web-1:9100";

  /** No machine of ours is set to it, and its days are not those of UTC. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

  /** Ends before the last minute: Prometheus 2 counts a sample at the start of a range, too. */
  private static final Duration JOB_LENGTH = Duration.ofMinutes(39);

  private final Path directory = Tools.workspace(CalendarIT.class);

  private final Instant started = Instant.ofEpochSecond(Instant.now().getEpochSecond() / 300 * 300);

  /** Start of a proposed window, hours before the open window. */
  private final Instant job = started.minus(Duration.ofHours(5));

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    History.add(pastAlarms(), directory.resolve("data"));
    site = Site.in(directory, PrometheusVersion.TWO).start();
    exporter = site.startScoringExporter(withWindow());
  }

  /** Both hosts are anomalous during the job; the covered one during its window, too. */
  private String pastAlarms() {
    StringBuilder text = new StringBuilder("# TYPE anomaly_is_anomalous gauge\n");
    Instant start = History.SHARED_END.minus(Duration.ofDays(14));
    for (String host : List.of(COVERED, OTHER, "web-2:9100")) {
      for (Instant time = start;
          time.isBefore(History.SHARED_END);
          time = time.plus(Duration.ofMinutes(1))) {
        boolean inJob = !host.equals("web-2:9100") && isDaily(job.plusSeconds(1), JOB_LENGTH, time);
        boolean inWindow =
            host.equals(COVERED)
                && isDaily(started.plus(Duration.ofMinutes(30)), Duration.ofMinutes(30), time);
        text.append(
            "anomaly_is_anomalous{detector=\"node\",job=\"node\",instance=\"%s\"} %s %s%n"
                .formatted(host, inJob || inWindow ? 1 : 0, time.getEpochSecond()));
      }
    }
    return text.append("# EOF\n").toString();
  }

  /** Whether a time is in a job that began at the same time of day. */
  private static boolean isDaily(Instant start, Duration length, Instant time) {
    long day = Duration.ofDays(1).toSeconds();
    return Math.floorMod(Duration.between(start, time).toSeconds(), day) < length.toSeconds();
  }

  @BeforeEach
  void reloadWithTheWindow() throws IOException {
    reload(withWindow());
    await("the suppression is in Prometheus").until(() -> !suppressed().isEmpty());
  }

  private ExporterConfig withWindow() {
    return site.exporterConfig().with("calendar", openNow());
  }

  private void reload(ExporterConfig config) throws IOException {
    exporter.configure(config.toString());
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
  }

  /** Each day, from ten minutes ago. */
  private static String openNow() {
    String schedule =
        DateTimeFormatter.ofPattern("m H * * *", Locale.ROOT)
            .format(ZonedDateTime.now(ZONE).minus(Duration.ofMinutes(10)));
    return "[{name: backup, schedule: %s, duration: 3h, time_zone: %s, instances: db-.*}]"
        .formatted(schedule, ZONE);
  }

  @Test
  void an_open_window_suppresses_whom_it_concerns_under_the_labels_of_the_host()
      throws IOException {
    assertThat(suppressed()).containsExactly(Sample.suppressed(COVERED, "calendar"));
    assertThat(exporter.hasScore(COVERED)).as("it hides no score").isTrue();
    assertThat(exporter.state(COVERED)).isEqualTo("ok");
    assertThat(exporter.send("GET", "/api/v1/instances/" + COVERED).body())
        .contains("\"suppressed\":[\"calendar\"]");
  }

  @Test
  void a_reload_without_it_ends_it_and_a_reload_with_it_begins_it_at_no_cost() throws IOException {
    String model = exporter.modelVersion();
    double samples = samples();

    reload(site.exporterConfig());

    assertThat(exporter.metrics().all("anomaly_instance_suppressed", Map.of())).isEmpty();
    assertThat(exporter.hasScore(COVERED)).isTrue();
    assertThat(exporter.modelVersion()).isEqualTo(model);
    assertThat(samples()).as("counted on").isGreaterThanOrEqualTo(samples);
    await("the suppression is not in Prometheus").until(() -> suppressed().isEmpty());
    assertThat(exporter.log()).noneMatch(line -> line.contains("detector node: training"));

    reload(withWindow());

    assertThat(exporter.metrics().all("anomaly_instance_suppressed", Map.of()))
        .extracting(sample -> sample.label("instance"))
        .containsExactly(COVERED);
  }

  @Test
  void what_recurs_outside_of_the_calendar_is_proposed_and_accepted_when_it_is_pasted()
      throws IOException {
    Path config = directory.resolve("calendar.yml");
    Files.writeString(config, withWindow().toString());

    Exporter.Outcome outcome = run("proposed", "calendar", config);

    String start =
        DateTimeFormatter.ofPattern("m H", Locale.ROOT).format(job.atZone(ZONE)) + " * * *";
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains("calendar entries proposed from ", " of scores: 1\n")
        .contains("        schedule: " + start + "\n        duration: 40m\n")
        .contains("        time_zone: " + ZONE + "\n")
        .contains("        instances: 'db-1:9100|web-1:9100'\n");
    String pasted = outcome.out().substring(outcome.out().indexOf("    calendar:"));
    Files.writeString(
        config,
        "prometheus: {url: '%s'}%ndetectors:%n  - name: node%n".formatted(site.prometheus().url())
            + pasted);
    assertThat(run("pasted", "check-config", config).out())
        .contains("detector node, calendar recurring-");
    assertThat(run("covered", "calendar", config).out()).doesNotContain(start);
  }

  private Exporter.Outcome run(String name, String command, Path config) {
    return Exporter.run(
        directory.resolve(name),
        command,
        "--config.file=" + config,
        "--storage.path=" + directory.resolve("unused"));
  }

  private List<Sample> suppressed() throws IOException {
    return site.prometheus().query("anomaly_instance_suppressed{job=\"node\"}");
  }

  private double samples() throws IOException {
    return exporter
        .metrics()
        .find("anomaly_detector_samples_total", Map.of("detector", "node"))
        .orElseThrow();
  }
}
