package io.github.anomalyexporter.testing.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.workload.HostProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No threshold on a single series can see a correlation break. */
class CorrelationBreakRangeTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Duration RATE_WINDOW = Duration.ofMinutes(2);
  private static final Duration HISTORY = Duration.ofDays(3);

  @ParameterizedTest
  @CsvSource({
    "web-1, 2",
    "web-1, 8",
    "web-1, 14",
    "web-1, 20",
    "web-2, 14",
    "db-1, 2",
    "db-1, 13",
    "cache-1, 3",
    "cache-1, 15",
    "batch-1, 2",
    "batch-1, 14"
  })
  void every_series_stays_in_the_range_of_its_own_history(String name, int hour) {
    Instant onset = BOOT.plus(HISTORY).plus(Duration.ofHours(hour));
    SimulatedHost calm = new SimulatedHost(HostProfile.of(name, 1), BOOT);
    SimulatedHost broken = calm.with(Incident.of(IncidentKind.CORRELATION_BREAK, name, onset));
    for (MetricFamily family : NodeExporterMetrics.of(calm.profile())) {
      if (family.name().equals("node_time_seconds")) {
        continue;
      }
      for (MetricFamily.Series series : family.series()) {
        DoubleSummaryStatistics normal =
            levels(calm, family, series, BOOT.plus(RATE_WINDOW), onset);
        DoubleSummaryStatistics during =
            levels(broken, family, series, onset, onset.plus(Duration.ofMinutes(90)));
        assertThat(during.getMin())
            .as("%s{%s}", family.name(), series.labels())
            .isGreaterThanOrEqualTo(normal.getMin());
        assertThat(during.getMax())
            .as("%s{%s}", family.name(), series.labels())
            .isLessThanOrEqualTo(normal.getMax());
      }
    }
  }

  /** Smallest and largest value of a gauge, or rate of anything that counts. */
  private static DoubleSummaryStatistics levels(
      SimulatedHost host,
      MetricFamily family,
      MetricFamily.Series series,
      Instant start,
      Instant end) {
    DoubleSummaryStatistics levels = new DoubleSummaryStatistics();
    for (Instant time = start; time.isBefore(end); time = time.plusSeconds(30)) {
      double value = series.value().applyAsDouble(host.at(time));
      if (family.type() == MetricFamily.Type.GAUGE) {
        levels.accept(value);
      } else {
        double before = series.value().applyAsDouble(host.at(time.minus(RATE_WINDOW)));
        levels.accept((value - before) / RATE_WINDOW.toSeconds());
      }
    }
    return levels;
  }
}
