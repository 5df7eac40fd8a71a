package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.Golden;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Days with events, a day without one, and a length of history that no host has. */
class NewHostsReportTest {
  private static final NewHostsReport REPORT =
      new NewHostsReport(
          "autoencoder",
          7,
          3,
          List.of(
              new Measured(
                  Duration.ofHours(6),
                  new FirstDays(12, 30, 24, 4, 3, null),
                  new FirstDays(12, 15, 12, 4, 4, null)),
              new Measured(
                  Duration.ofHours(24),
                  new FirstDays(1, 0, 0, 0, 0, "web-1: 2d of rows before a day, needs 4d"),
                  new FirstDays(
                      0, 0, 0, 0, 0, "other hosts of web-1: 9 rows of history, needs 100")),
              new Measured(
                  Duration.ofHours(168),
                  new FirstDays(0, 0, 0, 0, 0, "web-1: 2d of rows before a day, needs 7d"),
                  new FirstDays(0, 0, 0, 0, 0, "web-1: 2d of rows before a day, needs 7d"))));

  @Test
  void whole_documents() throws IOException {
    Golden.assertIs("evaluate-fleet.txt", NewHostsTable.of(REPORT));
    Golden.assertIs("evaluate-fleet.json", NewHostsJson.of(REPORT));
  }
}
