package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine that runs the tests. */
class LocalSourceTest {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  @TempDir Path directory;
  private final DetectorConfig config = ConfigFile.defaults(SourceKind.LOCAL).detectors().get(0);
  private Instant now = SmallDetector.NOW;
  private SampleStore samples;
  private LocalSource source;

  @BeforeEach
  void open() {
    Duration day = Duration.ofDays(1);
    samples =
        SampleStore.open(
            directory.resolve("samples.mv"),
            config.features().features().stream().map(Feature::name).toList(),
            new SampleLimits(config.timing().step(), day, Duration.ofHours(2), 10),
            () -> now);
    source = new LocalSource(config, () -> samples, () -> now.toEpochMilli() * 1_000_000);
  }

  @AfterEach
  void close() {
    samples.close();
  }

  private float value(Labels machine, Instant end, String feature) {
    List<String> features = config.features().queriedNames();
    RecentRows window = source.window(List.of(machine), end);
    float[] cells = new float[features.size()];
    window.copyRow(0, window.range().points() - 1, cells);
    return cells[features.indexOf(feature)];
  }

  @Test
  void each_run_stores_a_sample_of_the_machine_at_the_end_of_its_window() {
    List<Labels> first = source.instances(now);
    assertThat(first).hasSize(1);
    Labels machine = first.get(0);
    assertThat(machine.get("job")).isEqualTo("local");
    assertThat(machine.get("instance")).isNotEmpty();
    assertThat(value(machine, now, "memory_used")).isBetween(0f, 1f);
    assertThat(value(machine, now, "context_switches")).as("a rate needs two readings").isNaN();

    now = now.plus(INTERVAL);
    assertThat(source.instances(now)).containsExactly(machine);

    assertThat(value(machine, now, "context_switches")).isGreaterThanOrEqualTo(0);
    assertThat(value(machine, now, "postgresql_connections")).as("not of the machine").isNaN();
  }

  @Test
  void the_readings_are_the_history_of_a_training() throws InterruptedException {
    for (int run = 0; run < 40; run++) {
      now = now.plus(INTERVAL);
      source.instances(now);
    }

    assertThat(source.past(now).histories().values()).containsExactly(Duration.ofMinutes(10));
  }
}
