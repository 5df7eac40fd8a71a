package io.github.anomalyexporter.server.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class FiringAlertsTest {
  private static final Instant END = Instant.parse("2026-03-02T12:00:00Z");
  private static final TimeRange RANGE = TimeRange.endingAt(END, Duration.ofMinutes(1), 120);
  private static final Labels WEB = Labels.of("instance", "web", "job", "node");
  private static final Labels DB = Labels.of("instance", "db", "job", "node");
  private static final String QUERY =
      "group by (instance, job, alertname) (ALERTS{alertstate=\"firing\","
          + " source!=\"anomaly-exporter\", alertname!~\"Watchdog|InfoInhibitor\","
          + " instance!=\"\", job!=\"\", severity!=\"info\"})";

  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();

  FiringAlertsTest() throws IOException {}

  /** From one row to another, both included. */
  private void fires(String name, String instance, int from, int to) {
    prometheus.put(
        QUERY,
        Labels.of("instance", instance, "job", "node", "alertname", name),
        time -> time.isBefore(RANGE.at(from)) || time.isAfter(RANGE.at(to)) ? Double.NaN : 1);
  }

  private List<Incident> during() throws InterruptedException {
    try (PrometheusClient client = prometheus.client()) {
      return new FiringAlerts(client, List.of("instance", "job"), "severity!=\"info\"")
          .during(List.of(DB, WEB), RANGE);
    }
  }

  private static Incident incident(Labels instance, String name, int from, int to) {
    return new Incident(instance.get("instance"), instance, RANGE.at(from), RANGE.at(to), name);
  }

  @Test
  void each_alert_is_an_incident_of_its_instance_in_order_of_time() throws InterruptedException {
    fires("HostDown", "web", 50, 60);
    fires("DiskFull", "db", 10, 20);
    fires("DiskFull", "elsewhere", 10, 20);

    assertThat(during())
        .containsExactly(incident(DB, "DiskFull", 10, 20), incident(WEB, "HostDown", 50, 60));
  }

  @Test
  void those_that_overlap_are_one() throws InterruptedException {
    fires("HostDown", "web", 50, 60);
    fires("LoadHigh", "web", 55, 80);
    fires("DiskFull", "web", 100, 110);

    assertThat(during())
        .containsExactly(
            incident(WEB, "HostDown, LoadHigh", 50, 80), incident(WEB, "DiskFull", 100, 110));
  }

  @Test
  void that_prometheus_does_not_tell_is_no_absence_of_incidents() {
    prometheus.reject(QUERY);

    assertThatThrownBy(this::during).isInstanceOf(RequestException.class);
  }
}
