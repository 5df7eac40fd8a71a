package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The unit as systemd-analyze judges it. */
class SystemdUnitIT {
  private static final Path SYSTEMD_ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @Test
  void the_exposure_of_the_unit_is_below_two() {
    if (!Files.exists(SYSTEMD_ANALYZE)) {
      System.out.println("SKIPPED: the exposure of the unit; there is no " + SYSTEMD_ANALYZE);
    }
    Assumptions.assumeTrue(Files.exists(SYSTEMD_ANALYZE), "no systemd-analyze");
    Path unit = Tools.shipped("systemd/anomaly-exporter.service");
    List<String> command =
        List.of(
            SYSTEMD_ANALYZE.toString(),
            "security",
            "--offline=yes",
            // Tenths of a point.
            "--threshold=20",
            unit.toString());
    Path log = Tools.workspace(SystemdUnitIT.class).resolve("security");
    try (ChildProcess analysis = ChildProcess.start(log, Map.of("LC_ALL", "C"), command)) {
      assertThat(analysis.awaitExit()).as(analysis.out()).isZero();
      assertThat(analysis.err()).isEmpty();
      System.out.println(analysis.out().lines().reduce((first, last) -> last).orElseThrow());
    }
  }
}
