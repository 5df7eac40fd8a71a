package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerConfig;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped configurations of Alertmanager, by the amtool of their version. */
class AlertmanagerConfigIT {

  @ParameterizedTest
  @EnumSource(AlertmanagerVersion.class)
  void a_configuration_is_what_its_version_takes(AlertmanagerVersion version) throws IOException {
    assertThat(amtool(version, "check-config", version.example().toString()))
        .contains("SUCCESS", " - 1 receivers", " - 1 templates");
  }

  @ParameterizedTest
  @EnumSource(AlertmanagerVersion.class)
  void so_is_one_with_everything_switched_on(AlertmanagerVersion version) throws IOException {
    assertThat(amtool(version, "check-config", everythingOn(version).toString()))
        .contains("SUCCESS", " - 5 receivers");
  }

  @Test
  void the_configurations_differ_in_nothing_but_where_secrets_are() throws IOException {
    assertThat(withoutSecrets(AlertmanagerVersion.OLDEST))
        .isEqualTo(withoutSecrets(AlertmanagerVersion.CURRENT));
  }

  private static List<String> withoutSecrets(AlertmanagerVersion version) throws IOException {
    List<String> lines = Files.readAllLines(version.example());
    return lines.subList(lines.indexOf("templates:"), lines.size()).stream()
        .filter(line -> !line.contains("bot_token") && !line.matches(".*- url(_file)?: .*"))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(AlertmanagerVersion.class)
  void all_alerts_go_to_telegram(AlertmanagerVersion version) throws IOException {
    Path config = version.example();
    for (String labels :
        List.of(
            "alertname=InstanceAnomalous severity=warning source=anomaly-exporter instance=db-1:9100",
            "alertname=InstanceStronglyAnomalous severity=critical source=anomaly-exporter",
            "alertname=InstanceVanished severity=warning source=anomaly-exporter",
            "alertname=InstanceNewLevel severity=info source=anomaly-exporter",
            "alertname=FleetAnomalous severity=critical source=anomaly-exporter detector=node",
            "alertname=AnomalyModelDrifting source=anomaly-exporter",
            "alertname=AnomalyExporterDown source=anomaly-exporter",
            "alertname=SomethingNew source=anomaly-exporter",
            "alertname=TargetDown severity=critical instance=db-1:9100")) {
      assertThat(receivers(version, config, labels)).as(labels).isEqualTo("telegram");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "InstanceAnomalous, warning, web-1:9100, 'slack,webhook,telegram'",
    "InstanceStronglyAnomalous, critical, web-1:9100, 'email,slack,webhook,telegram'",
    "InstanceStronglyAnomalous, critical, db-1:9100, 'email,slack,webhook,telegram-databases'",
    "InstanceVanished, warning, db-1:9100, 'slack,webhook,telegram-databases'",
    "FleetAnomalous, critical, '', 'email,slack,webhook,telegram'",
    "AnomalyModelDrifting, warning, '', 'webhook,telegram'",
  })
  void each_receiver_that_is_switched_on_gets_what_concerns_it(
      String alertname, String severity, String instance, String receivers) throws IOException {
    for (AlertmanagerVersion version : AlertmanagerVersion.values()) {
      String labels =
          "alertname=%s severity=%s source=anomaly-exporter detector=node"
              .formatted(alertname, severity);
      assertThat(
              receivers(
                  version,
                  everythingOn(version),
                  instance.isEmpty() ? labels : labels + " instance=" + instance))
          .as("%s", version)
          .isEqualTo(receivers);
    }
  }

  private static String receivers(AlertmanagerVersion version, Path config, String labels)
      throws IOException {
    List<String> command = List.of("config", "routes", "test", "--config.file=" + config);
    String[] arguments =
        Stream.concat(command.stream(), Stream.of(labels.split(" ", -1))).toArray(String[]::new);
    return amtool(version, arguments).strip();
  }

  private static Path everythingOn(AlertmanagerVersion version) throws IOException {
    Path directory = Tools.workspace(AlertmanagerConfigIT.class);
    Path config = directory.resolve(version.name() + ".yml");
    Files.writeString(config, AlertmanagerConfig.shipped(version).withEverythingOn().toString());
    return config;
  }

  /** What amtool prints, once it has ended well. */
  private static String amtool(AlertmanagerVersion version, String... arguments)
      throws IOException {
    Path log = Tools.workspace(AlertmanagerConfigIT.class).resolve(version.name() + "-amtool");
    List<String> command =
        Stream.concat(Stream.of(version.amtool().toString()), Stream.of(arguments)).toList();
    return ChildProcess.run(log, Map.of(), command);
  }
}
