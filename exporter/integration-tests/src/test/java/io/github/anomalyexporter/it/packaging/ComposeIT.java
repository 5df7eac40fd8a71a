package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The stack of examples/compose, as far as it can be looked at without a container engine. */
class ComposeIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern PATH = Pattern.compile("(?m)^[^#]*?(/etc/alertmanager/\\S+)");

  private final Path stack = Tools.shipped("examples/compose");
  private final Path directory = Tools.workspace(ComposeIT.class);

  /** A file or directory, or the name of a volume, and where a container sees it. */
  private record Mount(String source, String target) {
    boolean isVolume() {
      return !source.startsWith(".") && !source.startsWith("/");
    }
  }

  @Test
  void everything_that_is_mounted_exists() throws IOException {
    List<String> volumes = new ArrayList<>();
    compose().path("volumes").fieldNames().forEachRemaining(volumes::add);
    for (JsonNode service : compose().path("services")) {
      for (Mount mount : mounts(service)) {
        if (mount.isVolume()) {
          assertThat(volumes).contains(mount.source());
        } else {
          assertThat(stack.resolve(mount.source())).exists();
        }
      }
    }
  }

  @Test
  void every_image_has_a_version_and_every_port_is_of_this_machine_alone() throws IOException {
    for (JsonNode service : compose().path("services")) {
      assertThat(service.path("image").asText()).matches("[a-z.]+/[a-z-]+/[a-z-]+:v?[0-9.]+");
      service.path("ports").forEach(it -> assertThat(it.asText()).startsWith("127.0.0.1:"));
    }
  }

  @Test
  void the_exporter_runs_as_strictly_as_its_image_allows() throws IOException {
    JsonNode exporter = compose().at("/services/anomaly-exporter");
    assertThat(exporter.path("read_only").asBoolean()).isTrue();
    assertThat(exporter.path("cap_drop").toString()).isEqualTo("[\"ALL\"]");
    assertThat(mounts(exporter))
        .extracting(Mount::target)
        .containsExactlyInAnyOrder(
            "/etc/anomaly-exporter/anomaly-exporter.yml", "/var/lib/anomaly-exporter");
  }

  @Test
  void promtool_takes_prometheus_and_its_rules() throws IOException {
    String config = Files.readString(stack.resolve("prometheus.yml"));
    assertThat(targets(compose().at("/services/prometheus"))).contains("/etc/prometheus/rules");
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(
        file, config.replace("/etc/prometheus/rules", Tools.shipped("rules").toString()));
    String checked =
        run(PrometheusVersion.THREE.promtool().toString(), "check", "config", file.toString());
    assertThat(checked).contains("2 rule files found");
  }

  @Test
  void prometheus_looks_for_services_of_the_stack() throws IOException {
    JsonNode config = YAML.readTree(Files.readString(stack.resolve("prometheus.yml")));
    List<String> known = new ArrayList<>(List.of("localhost", "host.docker.internal"));
    compose().path("services").fieldNames().forEachRemaining(known::add);
    for (JsonNode job : config.path("scrape_configs")) {
      String target = job.at("/static_configs/0/targets/0").asText();
      assertThat(known).contains(target.replaceFirst(":[0-9]+$", ""));
      boolean exporter = job.path("job_name").asText().equals("anomaly-exporter");
      assertThat(job.path("honor_labels").asBoolean()).isEqualTo(exporter);
    }
  }

  @Test
  void the_exporters_configuration_is_valid_and_asks_services_of_the_stack() throws IOException {
    Path file = stack.resolve("anomaly-exporter.yml");
    assertThat(run(Tools.exporter().toString(), "check-config", "--config.file=" + file))
        .isEqualTo("configuration is valid, detectors: [node]\n");
    JsonNode config = YAML.readTree(Files.readString(file));
    for (String service : List.of("prometheus", "alertmanager")) {
      URI url = URI.create(config.at("/" + service + "/url").asText());
      assertThat(url.getHost()).isEqualTo(service);
      assertThat(compose().at("/services/" + service)).isNotEmpty();
    }
  }

  @Test
  void alertmanager_finds_what_its_configuration_names() throws IOException {
    Path config = AlertmanagerVersion.CURRENT.example();
    run(AlertmanagerVersion.CURRENT.amtool().toString(), "check-config", config.toString());
    List<String> targets = targets(compose().at("/services/alertmanager"));
    Matcher paths = PATH.matcher(Files.readString(config));
    assertThat(paths.results().map(path -> path.group(1)))
        .isNotEmpty()
        .allSatisfy(path -> assertThat(targets).contains(path));
  }

  /** A folder would bring files of others, which are no dashboards. */
  @Test
  void grafana_gets_each_dashboard_where_its_provisioning_looks() throws IOException {
    JsonNode grafana = compose().at("/services/grafana");
    String provisioning =
        Files.readString(
            Tools.shipped("grafana-dashboards/provisioning/dashboards/anomaly-exporter.yaml"));
    String folder = YAML.readTree(provisioning).at("/providers/0/options/path").asText();
    for (String dashboard : List.of("fleet", "instance", "exporter")) {
      assertThat(targets(grafana)).contains(folder + "/anomaly-" + dashboard + ".json");
    }
    assertThat(grafana.at("/environment/PROMETHEUS_URL").asText())
        .isEqualTo("http://prometheus:9090");
  }

  private JsonNode compose() throws IOException {
    return YAML.readTree(Files.readString(stack.resolve("docker-compose.yml")));
  }

  private static List<Mount> mounts(JsonNode service) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode volume : service.path("volumes")) {
      String[] parts = volume.asText().split(":", -1);
      mounts.add(new Mount(parts[0], parts[1]));
    }
    return mounts;
  }

  private static List<String> targets(JsonNode service) {
    return mounts(service).stream().map(Mount::target).toList();
  }

  private String run(String... command) {
    return ChildProcess.run(directory.resolve("output"), Map.of(), List.of(command));
  }
}
