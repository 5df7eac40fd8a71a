package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Machine;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
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
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The life of the Debian package on a machine whose first process is systemd, from its installation
 * to its purge: each step starts from what the step before it has left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2)
class DebianPackageIT {
  private static final String UNIT = "anomaly-exporter.service";
  private static final String TRAINING = "anomaly-exporter-train";
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
    ExporterConfig config =
        site.exporterConfig().with("history", "12h").with("model", "{epochs: 10}");
    Files.writeString(
        shared.resolve("anomaly-exporter.yml"),
        config + "storage:\n  path: /var/lib/anomaly-exporter\n");
    Files.writeString(
        shared.resolve("default"),
        "ANOMALY_EXPORTER_OPTS=\"--web.listen-address=127.0.0.1:%s --log.format=json\"%n"
            .formatted(site.exporterPort()));
  }

  @Test
  void it_lives_from_its_installation_to_its_purge() throws IOException {
    itInstallsAServiceThatIsEnabled();
    systemdHasNothingToSayAboutItsUnit();
    theServiceTrainsScoresAndIsScrapedAsItsOwnUser();
    anIncidentIsAnAlert();
    aTrainingByItsOwnUnitIsServedByAnExporterThatOnlyScores();
    aReloadTakesTheChangedConfiguration();
    aWrongConfigurationIsTriedFiveTimes();
    anUpgradeKeepsTheConfigurationAndTheModels();
    aRemovalKeepsTheConfigurationAndTheModels();
    aPurgeLeavesNothing();
    itInstallsWhereSystemdIsNotTheFirstProcess();
  }

  private void itInstallsAServiceThatIsEnabled() {
    Exporter.Outcome installed = machine.run("dpkg", "--install", "/mnt/package.deb");
    assertThat(installed.exitCode()).as("%s", installed).isZero();
    assertThat(machine.shell("systemctl is-enabled " + UNIT)).isEqualTo("enabled");
    assertThat(machine.run("systemctl", "is-enabled", TRAINING + ".timer").out().strip())
        .isEqualTo("disabled");
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
  private void systemdHasNothingToSayAboutItsUnit() {
    Exporter.Outcome verified =
        machine.run("systemd-analyze", "verify", UNIT, TRAINING + ".service", TRAINING + ".timer");
    assertThat(verified).isEqualTo(new Exporter.Outcome(0, "", ""));
  }

  private void theServiceTrainsScoresAndIsScrapedAsItsOwnUser() {
    machine.shell("cp /mnt/anomaly-exporter.yml " + CONFIG);
    machine.shell("cp /mnt/default /etc/default/anomaly-exporter");
    Instant start = Instant.now();
    machine.shell("systemctl restart " + UNIT);
    await("scores arrive in Prometheus")
        .failingIf("the service is not active", () -> !state().equals("active"))
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

  private void anIncidentIsAnAlert() {
    site.awaitAlert(IncidentKind.CPU_HOG, "web-1");
  }

  private void aTrainingByItsOwnUnitIsServedByAnExporterThatOnlyScores() {
    String before = newestModel();
    // The timer does not fire during the test.
    machine.shell("mkdir -p /run/systemd/system/" + TRAINING + ".timer.d");
    machine.shell(
        "printf '[Timer]\\nOnCalendar=\\nOnCalendar=2099-01-01\\n'"
            + " >/run/systemd/system/anomaly-exporter-train.timer.d/test.conf");
    machine.shell("systemctl daemon-reload && systemctl enable --now " + TRAINING + ".timer");

    machine.shell("systemctl start " + TRAINING + ".service");
    machine.shell(
        "sed -i 's/--log.format/--training=off --log.format/' /etc/default/anomaly-exporter");
    machine.shell("systemctl restart " + UNIT);

    assertThat(newestModel()).isGreaterThan(before);
    await("it serves the model of the training")
        .evenIfUnreachable()
        .failingIf("the service is not active", () -> !state().equals("active"))
        .untilAsserted(() -> assertThat(get("/api/v1/status")).contains(newestModel()));
    assertThat(machine.shell("systemctl show --property=MemoryMax --value " + TRAINING))
        .matches("[0-9]+");
    models = machine.shell(MODELS);
  }

  private void aReloadTakesTheChangedConfiguration() throws IOException {
    String process = show("MainPID");
    double before = lastReload();
    machine.shell("sed -i 's/sigmas: 8/sigmas: 9/' " + CONFIG);
    machine.shell("systemctl reload " + UNIT);
    await("the configuration is read").until(() -> lastReload() > before);
    assertThat(show("MainPID")).isEqualTo(process);
  }

  private void aWrongConfigurationIsTriedFiveTimes() {
    machine.shell("cp --preserve " + CONFIG + " /root/good.yml");
    machine.shell("mkdir -p /run/systemd/system/anomaly-exporter.service.d");
    machine.shell(
        "printf '[Service]\\nRestartSec=100ms\\n' >/run/systemd/system/" + UNIT + ".d/test.conf");
    machine.shell("systemctl daemon-reload && systemctl stop " + UNIT);
    machine.shell("systemctl reset-failed; echo 'detectors: none' >" + CONFIG);
    machine.shell("systemctl start " + UNIT);
    await("systemd gives up")
        .until(() -> machine.run("systemctl", "is-failed", UNIT).out().strip().equals("failed"));
    assertThat(show("ExecMainStatus")).isEqualTo("2");
    assertThat(show("NRestarts")).isEqualTo("5");
    assertThat(machine.shell("journalctl --unit=" + UNIT))
        .contains(CONFIG + ": detectors (line 1): expected a list, found a string");
    machine.shell("rm -r /run/systemd/system/" + UNIT + ".d && systemctl daemon-reload");
    machine.shell("cp --preserve /root/good.yml " + CONFIG);
    machine.shell("systemctl reset-failed " + UNIT + " && systemctl start " + UNIT);
  }

  private void anUpgradeKeepsTheConfigurationAndTheModels() throws IOException {
    packNextVersion();
    String before = machine.shell("sha256sum " + CONFIG + " /etc/default/anomaly-exporter");
    Exporter.Outcome upgraded =
        machine.run("dpkg", "--force-confold", "--install", "/mnt/next.deb");
    assertThat(upgraded.exitCode()).as("%s", upgraded).isZero();
    assertThat(machine.shell("dpkg-query --show --showformat='${Version}' anomaly-exporter"))
        .isEqualTo("99.0.0");
    assertThat(machine.shell("sha256sum " + CONFIG + " /etc/default/anomaly-exporter"))
        .isEqualTo(before);
    assertThat(machine.shell("systemctl is-active " + TRAINING + ".timer")).isEqualTo("active");
    assertThat(machine.shell("cat " + CONFIG + ".dpkg-dist")).contains("# of the next version");
    assertThat(machine.shell("stat --format='%A %U %G' " + CONFIG))
        .isEqualTo("-rw-r----- root anomaly-exporter");
    await("the new version serves the model of the old one")
        .evenIfUnreachable()
        .failingIf("the service is not active", () -> !state().equals("active"))
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
    ChildProcess.run(directory.resolve("host"), Map.of(), List.of("sh", "-c", command));
  }

  private void aRemovalKeepsTheConfigurationAndTheModels() {
    Exporter.Outcome removed = machine.run("dpkg", "--remove", "anomaly-exporter");
    assertThat(removed.exitCode()).as("%s", removed).isZero();
    assertThat(machine.run("pgrep", "-u", "anomaly-exporter").out()).isEmpty();
    assertThat(machine.run("systemctl", "is-active", TRAINING + ".timer").out().strip())
        .isEqualTo("inactive");
    assertThat(machine.shell(MODELS)).isEqualTo(models);
    assertThat(machine.shell("ls " + CONFIG + " /etc/default/anomaly-exporter")).isNotEmpty();
    assertThat(existing("/usr/bin/anomaly-exporter /usr/share/anomaly-exporter")).isEmpty();
    assertThat(existing("/var/cache/anomaly-exporter")).isEmpty();
  }

  private void aPurgeLeavesNothing() {
    Exporter.Outcome purged = machine.run("dpkg", "--purge", "anomaly-exporter");
    assertThat(purged.exitCode()).as("%s", purged).isZero();
    assertThat(
            machine.shell(
                "find /etc /usr /var -xdev -path '*/containers/*' -prune"
                    + " -o -name '*anomaly-exporter*' -print"))
        .isEmpty();
  }

  private void itInstallsWhereSystemdIsNotTheFirstProcess() {
    // As in a container: the directory that shows the scripts a running systemd is absent.
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
    return Http.sendToExporter("GET", URI.create("http://127.0.0.1:" + site.exporterPort() + path))
        .body();
  }
}
