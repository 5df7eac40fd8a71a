package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.Browser;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The page of the packed program in a real browser, with a real Prometheus: a calm fleet, an
 * incident, changes by an operator, and a Prometheus that does not answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
  private static final String HOST = "web-2";

  @AutoClose private Site site;
  @AutoClose private RealAlertmanager alertmanager;
  @AutoClose private ExporterProcess exporter;
  private Browser browser;

  @BeforeAll
  void start() throws IOException {
    Path directory = Tools.workspace(PageIT.class);
    browser = Browser.of(directory).with("PICTURES", System.getProperty("pictures", ""));
    site = Site.in(directory, PrometheusVersion.THREE).start();
    alertmanager = RealAlertmanager.start(AlertmanagerVersion.CURRENT, directory);
    URI grafana = URI.create("https://grafana.example.org");
    exporter =
        site.startScoringExporter(
            site.exporterConfig()
                .withAlertmanager(alertmanager.url())
                .withLinks(site.prometheus().url(), grafana, alertmanager.url()));
    browser
        .with("PAGE", "http://127.0.0.1:" + exporter.port() + "/")
        .with("PROMETHEUS", site.prometheus().url().toString());
  }

  @Test
  @Order(1)
  void each_view_shows_a_calm_fleet() {
    browser
        .with(
            "HOSTS",
            History.HOSTS.stream().map(host -> host + ":9100").collect(Collectors.joining(",")))
        .runs("calm.test.js");
  }

  @Test
  @Order(2)
  void an_incident_is_seen_on_each_view_with_its_feature() {
    site.fleet().begin(IncidentKind.CPU_HOG, HOST, null);
    try {
      browser.with("INCIDENT", HOST + ":9100").runs("incident.test.js");
    } finally {
      site.fleet().end(HOST);
    }
  }

  @Test
  @Order(3)
  void an_operator_trains_rolls_back_and_silences() {
    browser.with("HOSTS", HOST + ":9100").runs("actions.test.js");
  }

  @Test
  @Order(4)
  void old_scores_are_not_shown_as_new_ones() {
    site.prometheus().hang();
    try {
      browser.runs("outage.test.js");
    } finally {
      site.prometheus().goOn();
    }
  }
}
