package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The life of the Debian package on a machine whose first process is systemd, from its installation
 * to its purge: each test goes on where the one before has ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(2)
class DebianPackageIT {
  private static final String UNIT = "anomaly-exporter.service";
  private static final String CONFIG = "/etc/anomaly-exporter/anomaly-exporter.yml";

  /** Without the file that a run is just writing: it is renamed when it is whole. */
  private static final String MODELS =
      "cd /var/lib/anomaly-exporter && find . -type f ! -name '.*.tmp' | sort";

  private final Path directory = Tools.workspace(DebianPackageIT.class);
  private final Path shared = directory.resolve("shared");

  @AutoClose private Machine machine;
  @AutoClose private Site site;

  private String models = "";

  @BeforeAll
  void start() throws IOException {
    Files.createDirectories(shared);
    machine = Machine.boot(directory.resolve("machine"), shared);
    machine.shell("systemctl start systemd-journald");
    Files.copy(Tools.packed(".deb"), shared.resolve("package.deb"));
    site = Site.in(directory.resolve("site"), PrometheusVersion.THREE).start();
    ExporterConfig config = site.exporterConfig().with("model", "{epochs: 10}");
    Files.writeString(
        shared.resolve("anomaly-exporter.yml"),
        config + "storage:\n  path: /var/lib/anomaly-exporter\n");
    Files.writeString(
        shared.resolve("default"),
        "ANOMALY_EXPORTER_OPTS=\"--web.listen-address=127.0.0.1:%s --log.format=json\"%n"
            .formatted(site.exporterPort()));
  }

  @Test
  @Order(1)
  void it_installs_a_service_that_is_enabled() {
    Exporter.Outcome installed = machine.run("dpkg", "--install", "/mnt/package.deb");
    assertThat(installed.exitCode()).as("%s", installed).isZero();
    assertThat(machine.shell("systemctl is-enabled " + UNIT)).isEqualTo("enabled");
    assertThat(machine.shell("stat --format='%A %U %G' /var/lib/anomaly-exporter"))
        .isEqualTo("drwxr-x--- anomaly-exporter anomaly-exporter");
    assertThat(machine.shell("stat --format='%A %U %G' " + CONFIG))
        .isEqualTo("-rw-r----- root anomaly-exporter");
    assertThat(machine.shell("anomaly-exporter check-config --config.file=" + CONFIG))
        .isEqualTo("configuration is valid, detectors: [node]");
    assertThat(machine.shell("ls /usr/share/anomaly-exporter/*/"))
        .contains("anomaly-exporter.alerts.yml", "anomaly-fleet.json");
  }

  /** It warns of unknown keys on standard error, and ends well. */
  @Test
  @Order(2)
  void systemd_has_nothing_to_say_about_its_unit() {
    Exporter.Outcome verified = machine.run("systemd-analyze", "verify", UNIT);
    assertThat(verified).isEqualTo(new Exporter.Outcome(0, "", ""));
  }

  @Test
  @Order(3)
  void the_service_trains_scores_and_is_scraped_as_its_own_user() {
    machine.shell("cp /mnt/anomaly-exporter.yml " + CONFIG);
    machine.shell("cp /mnt/default /etc/default/anomaly-exporter");
    Instant start = Instant.now();
    machine.shell("systemctl restart " + UNIT);
    await("scores arrive in Prometheus")
        .atMost(PATIENCE)
        .failFast(() -> assertThat(state()).isEqualTo("active"))
        .until(() -> !site.prometheus().query("anomaly_score").isEmpty());
    System.out.printf(
        "first score in Prometheus %d s after the first start, training included%n",
        Duration.between(start, Instant.now()).toSeconds());
    assertThat(machine.shell("ps -o user:20= -o args= -p " + show("MainPID")))
        .startsWith("anomaly-exporter ")
        .contains("--config.file=" + CONFIG, "--log.format=json");
    assertThat(machine.shell("find /var/cache/anomaly-exporter -name 'libtensorflow*.so.2'"))
        .isNotEmpty();
    models = machine.shell(MODELS);
    assertThat(models).contains("manifest.json");
  }

  @Test
  @Order(4)
  void an_incident_is_an_alert() {
    site.awaitAlert(IncidentKind.CPU_HOG, "web-1", PATIENCE);
  }

  @Test
  @Order(5)
  void a_reload_takes_the_changed_configuration() throws IOException {
    String process = show("MainPID");
    double before = lastReload();
    machine.shell("sed -i 's/sigmas: 8/sigmas: 9/' " + CONFIG);
    machine.shell("systemctl reload " + UNIT);
    await("the configuration is read").atMost(PATIENCE).until(() -> lastReload() > before);
    assertThat(show("MainPID")).isEqualTo(process);
  }

  @Test
  @Order(6)
  void a_wrong_configuration_is_tried_five_times() {
    machine.shell("cp --preserve " + CONFIG + " /root/good.yml");
    machine.shell("mkdir -p /run/systemd/system/anomaly-exporter.service.d");
    machine.shell(
        "printf '[Service]\\nRestartSec=100ms\\n' >/run/systemd/system/" + UNIT + ".d/test.conf");
    machine.shell("systemctl daemon-reload && systemctl stop " + UNIT);
    machine.shell("systemctl reset-failed; echo 'detectors: none' >" + CONFIG);
    machine.shell("systemctl start " + UNIT);
    await("systemd gives up")
        .atMost(PATIENCE)
        .until(() -> machine.run("systemctl", "is-failed", UNIT).out().strip().equals("failed"));
    assertThat(show("ExecMainStatus")).isEqualTo("2");
    assertThat(show("NRestarts")).isEqualTo("5");
    assertThat(machine.shell("journalctl --unit=" + UNIT))
        .contains(CONFIG + ": detectors (line 1): expected a list, found a string");
    machine.shell("rm -r /run/systemd/system/" + UNIT + ".d && systemctl daemon-reload");
    machine.shell("cp --preserve /root/good.yml " + CONFIG);
    machine.shell("systemctl reset-failed " + UNIT + " && systemctl start " + UNIT);
  }

  @Test
  @Order(7)
  void an_upgrade_keeps_the_configuration_and_the_models() throws IOException {
    packNextVersion();
    String before = machine.shell("sha256sum " + CONFIG + " /etc/default/anomaly-exporter");
    Exporter.Outcome upgraded =
        machine.run("dpkg", "--force-confold", "--install", "/mnt/next.deb");
    assertThat(upgraded.exitCode()).as("%s", upgraded).isZero();
    assertThat(machine.shell("dpkg-query --show --showformat='${Version}' anomaly-exporter"))
        .isEqualTo("99.0.0");
    assertThat(machine.shell("sha256sum " + CONFIG + " /etc/default/anomaly-exporter"))
        .isEqualTo(before);
    assertThat(machine.shell("cat " + CONFIG + ".dpkg-dist")).contains("# of the next version");
    assertThat(machine.shell("stat --format='%A %U %G' " + CONFIG))
        .isEqualTo("-rw-r----- root anomaly-exporter");
    await("the new version serves the model of the old one")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .failFast(() -> assertThat(state()).isEqualTo("active"))
        .untilAsserted(() -> assertThat(get("/api/v1/status")).contains(newestModel()));
    assertThat(machine.shell(MODELS)).isEqualTo(models);
  }

  /** The same with a higher version and another configuration, made by Debian's own means. */
  private void packNextVersion() {
    Path next = directory.resolve("next");
    host("dpkg-deb --raw-extract " + shared.resolve("package.deb") + " " + next);
    host("sed -i 's/^Version: .*/Version: 99.0.0/' " + next.resolve("DEBIAN/control"));
    host("echo '# of the next version' >>" + next + CONFIG);
    host("dpkg-deb -Znone --root-owner-group --build " + next + " " + shared.resolve("next.deb"));
  }

  private void host(String command) {
    Path log = directory.resolve("host");
    try (ChildProcess child = ChildProcess.start(log, Map.of(), List.of("sh", "-c", command))) {
      assertThat(child.awaitExit(PATIENCE)).as("%s: %s", command, child.err()).isZero();
    }
  }

  @Test
  @Order(8)
  void a_removal_keeps_the_configuration_and_the_models() {
    Exporter.Outcome removed = machine.run("dpkg", "--remove", "anomaly-exporter");
    assertThat(removed.exitCode()).as("%s", removed).isZero();
    assertThat(machine.run("pgrep", "-u", "anomaly-exporter").out()).isEmpty();
    assertThat(machine.shell(MODELS)).isEqualTo(models);
    assertThat(machine.shell("ls " + CONFIG + " /etc/default/anomaly-exporter")).isNotEmpty();
    assertThat(existing("/usr/bin/anomaly-exporter /usr/share/anomaly-exporter")).isEmpty();
    assertThat(existing("/var/cache/anomaly-exporter")).isEmpty();
  }

  @Test
  @Order(9)
  void a_purge_leaves_nothing() {
    Exporter.Outcome purged = machine.run("dpkg", "--purge", "anomaly-exporter");
    assertThat(purged.exitCode()).as("%s", purged).isZero();
    assertThat(
            machine.shell(
                "find /etc /usr /var -xdev -path '*/containers/*' -prune"
                    + " -o -name '*anomaly-exporter*' -print"))
        .isEmpty();
  }

  @Test
  @Order(10)
  void it_installs_where_systemd_is_not_the_first_process() {
    // As in a container: what tells the scripts that systemd runs is not there.
    machine.shell("mount -t tmpfs tmpfs /run/systemd");
    Exporter.Outcome installed = machine.run("dpkg", "--install", "/mnt/package.deb");
    assertThat(installed.exitCode()).as("%s", installed).isZero();
    Exporter.Outcome version =
        machine.run(
            "setpriv",
            "--reuid=anomaly-exporter",
            "--regid=anomaly-exporter",
            "--init-groups",
            "anomaly-exporter",
            "version");
    assertThat(version.exitCode()).as("%s", version).isZero();
    assertThat(machine.run("dpkg", "--purge", "anomaly-exporter").exitCode()).isZero();
  }

  /** Those of the paths that exist. */
  private String existing(String paths) {
    return machine.shell("for path in " + paths + "; do ls -d $path 2>/dev/null || true; done");
  }

  private String newestModel() {
    return machine.shell("cd /var/lib/anomaly-exporter/node && ls -d [0-9]* | tail -n 1");
  }

  private String state() {
    return machine.run("systemctl", "is-active", UNIT).out().strip();
  }

  private String show(String property) {
    return machine.shell("systemctl show --property=" + property + " --value " + UNIT);
  }

  private double lastReload() throws IOException {
    return Samples.parse(get("/metrics"))
        .sum("anomaly_exporter_config_last_reload_success_timestamp_seconds", Map.of());
  }

  private String get(String path) throws IOException {
    return Http.get(URI.create("http://127.0.0.1:" + site.exporterPort() + path)).body();
  }
}
