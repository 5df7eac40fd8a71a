package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A window of the calendar that is open now, and a reload that takes it away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CalendarIT {
  private static final String COVERED = "db-1:9100";

  /** No machine of ours is set to it, and its days are not those of UTC. */
  private static final ZoneId ZONE = ZoneId.of("Asia/Kathmandu");

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    site = Site.in(Tools.workspace(CalendarIT.class), PrometheusVersion.TWO).start();
    exporter = site.startExporterWithModel(site.exporterConfig().with("calendar", openNow()));
    await("scored").atMost(PATIENCE).until(() -> exporter.hasScore(COVERED));
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
  @Order(1)
  void an_open_window_suppresses_whom_it_concerns_under_the_labels_of_the_host()
      throws IOException {
    await("scraped").atMost(PATIENCE).until(() -> !suppressed().isEmpty());

    assertThat(suppressed())
        .containsExactly(
            new Sample(
                "anomaly_instance_suppressed",
                Map.of(
                    "detector", "node", "instance", COVERED, "job", "node", "reason", "calendar"),
                1));
    assertThat(exporter.hasScore(COVERED)).as("it hides no score").isTrue();
    assertThat(exporter.state(COVERED)).isEqualTo("ok");
    assertThat(exporter.send("GET", "/api/v1/instances/" + COVERED).body())
        .contains("\"suppressed\":[\"calendar\"]");
  }

  @Test
  @Order(2)
  void a_reload_without_it_ends_it_and_costs_neither_model_nor_scores() throws IOException {
    String model = exporter.modelVersion();
    double samples = samples();

    exporter.configure(site.exporterConfig().toString());
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);

    assertThat(exporter.metrics().all("anomaly_instance_suppressed", Map.of())).isEmpty();
    assertThat(exporter.hasScore(COVERED)).isTrue();
    assertThat(exporter.modelVersion()).isEqualTo(model);
    assertThat(samples()).as("counted on").isGreaterThanOrEqualTo(samples);
    await("scraped").atMost(PATIENCE).until(() -> suppressed().isEmpty());
    assertThat(exporter.log()).noneMatch(line -> line.contains("detector node: training"));
  }

  @Test
  @Order(3)
  void a_reload_with_it_begins_it() throws IOException {
    exporter.configure(site.exporterConfig().with("calendar", openNow()).toString());
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);

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
