package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.time.Duration;
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

/** A window of the calendar that is open now, and a reload that takes it away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalendarIT {
  private static final String COVERED = "db-1:9100";

  /** No machine of ours is set to it, and its days are not those of UTC. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    site = Site.in(Tools.workspace(CalendarIT.class), PrometheusVersion.TWO).start();
    exporter = site.startScoringExporter(withWindow());
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
