package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units as systemd-analyze judges them. */
class SystemdUnitIT {
  private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @ParameterizedTest
  @ValueSource(strings = {"anomaly-exporter", "anomaly-exporter-train"})
  void the_exposure_of_the_unit_is_below_two(String name) {
    if (!Files.exists(SYSTEMD_ANALYZE)) {
      System.out.println("SKIPPED: the exposure of the unit; there is no " + SYSTEMD_ANALYZE);
    }
    Assumptions.assumeTrue(Files.exists(SYSTEMD_ANALYZE), "no systemd-analyze");
    Path unit = Tools.shipped("systemd/" + name + ".service");
    List<String> command =
        List.of(
            SYSTEMD_ANALYZE.toString(),
            "security",
            "--offline=yes",
            // Tenths of a point.
            "--threshold=20",
            unit.toString());
    Path log = Tools.workspace(SystemdUnitIT.class).resolve("security-" + name);
    try (ChildProcess analysis = ChildProcess.start(log, Map.of("LC_ALL", "C"), command)) {
      assertThat(analysis.awaitExit()).as(analysis.out()).isZero();
      assertThat(analysis.err()).isEmpty();
      System.out.println(analysis.out().lines().reduce((first, last) -> last).orElseThrow());
    }
  }

  @Test
  void a_training_is_hardened_as_the_exporter_is() throws IOException {
    assertThat(hardening("anomaly-exporter-train.service"))
        .hasSizeGreaterThan(25)
        .isEqualTo(hardening("anomaly-exporter.service"));
  }

  /** The settings from the first one that takes privileges to the end of the section. */
  private static List<String> hardening(String unit) throws IOException {
    return Files.readAllLines(Tools.shipped("systemd/" + unit)).stream()
        .dropWhile(line -> !line.startsWith("NoNewPrivileges"))
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }
}
