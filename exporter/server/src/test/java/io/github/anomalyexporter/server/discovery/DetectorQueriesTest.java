package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DetectorQueriesTest {
  private static DetectorQueries queries(String detector) throws ConfigException {
    return DetectorQueries.of(
        ConfigFile.parse("test.yml", "detectors:\n  - " + detector + "\n").detectors().get(0),
        Duration.ofMinutes(1));
  }

  @Test
  void features_are_queried_by_replica_and_instances_are_not() throws ConfigException {
    DetectorQueries queries =
        queries("{identity_labels: [instance, job, cluster], replica_labels: [replica]}");

    assertThat(queries.features())
        .allSatisfy(
            feature -> assertThat(feature).contains("by (instance, job, cluster, replica)"));
    assertThat(queries.features().get(queries.features().size() - 1))
        .contains("sum by (host, cluster, replica)", "on (host, cluster, replica)");
    assertThat(queries.instances())
        .startsWith("group by (instance, job, cluster) (last_over_time(");
  }

  @Test
  void the_series_of_an_instance_are_those_that_it_is_discovered_by() throws ConfigException {
    assertThat(queries("{}").series()).isEqualTo("(last_over_time(node_uname_info{}[1m]))");
    assertThat(DetectorQueries.of(SmallDetector.config(), Duration.ofMinutes(1)).series())
        .isEqualTo("(up{job=\"node\"})");
  }

  @Test
  void a_discovery_with_several_metrics_uses_the_targets() throws ConfigException {
    String discovery = "group by ($identity) (a) or group by ($identity) (b)";

    assertThat(queries("{discovery: '" + discovery + "'}").series())
        .isEqualTo(
            "(up{} and on (instance, job)"
                + " (group by (instance, job) (a) or group by (instance, job) (b)))");
  }
}
