package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartQueriesTest {
  private static final Labels ODD = Labels.of("instance", "a.b|c\\d\"[1]$:9100", "job", "node");

  private static final String YAML =
      """
      presets:
        small:
          discovery: group by ($identity) (up{$selector})
          features:
            - {name: cpu, unit: ratio, expression: 'sum by ($identity) (cpu{$selector})'}
            - {name: pods, unit: pages, expression: 'label_replace(pods{$selector}, "instance", "$1", "node", "(.*)")'}
            - {name: load, unit: pages, expression: 'load'}
      detectors:
        - name: small
          preset: small
          selector: job="node"
          scrape_interval: 15s
      """;

  private FakePrometheus prometheus;
  private PrometheusClient client;
  private DetectorConfig config;
  private PartQueries parts;

  @BeforeEach
  void start() throws IOException, ConfigException {
    prometheus = new FakePrometheus();
    client = prometheus.client();
    config = ConfigFile.parse("test", YAML).detectors().get(0);
    parts = new PartQueries(client, config, DetectorQueries.of(config, Duration.ofMinutes(1)));
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
  }

  private List<String> asked(Labels... instances) throws InterruptedException {
    return parts.of(List.of(instances), SmallDetector.NOW).features();
  }

  @Test
  void the_instances_are_a_matcher_of_the_selector() throws InterruptedException {
    assertThat(asked(SmallDetector.DB, SmallDetector.WEB).get(0))
        .isEqualTo(
            "sum by (instance, job) (cpu{job=\"node\", instance=~\"db-1:9100|web-1:9100\"})");
  }

  @Test
  void characters_of_regular_expressions_and_strings_are_escaped() throws InterruptedException {
    assertThat(asked(ODD).get(0))
        .contains("instance=~\"a\\\\.b\\\\|c\\\\\\\\d\\\"\\\\[1\\\\]\\\\$:9100\"");
  }

  @Test
  void an_expression_that_would_lose_instances_is_not_restricted() throws InterruptedException {
    String all = DetectorQueries.of(config, Duration.ofMinutes(1)).features().get(1);
    prometheus.put(all, SmallDetector.WEB, time -> 1.0);

    assertThat(asked(SmallDetector.WEB).get(1)).isEqualTo(all);
    assertThat(parts.readsAll(parts.of(List.of(SmallDetector.WEB), SmallDetector.NOW))).isTrue();
  }

  @Test
  void an_expression_without_the_selector_stays_as_it_is() throws InterruptedException {
    assertThat(asked(SmallDetector.WEB).get(2)).isEqualTo("load");
  }

  @Test
  void each_expression_is_checked_once() throws InterruptedException {
    asked(SmallDetector.WEB);
    assertThat(prometheus.asked()).hasSize(4);
    asked(SmallDetector.DB);
    assertThat(prometheus.asked()).isEmpty();
  }
}
