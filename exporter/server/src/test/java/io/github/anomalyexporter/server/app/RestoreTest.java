package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a damaged or foreign list of instances does to the metrics page. */
class RestoreTest {
  @TempDir Path storage;

  @Test
  void hostile_names_are_escaped() throws Exception {
    assertThat(
            states(
                """
                [{"labels": {"instance": "a\\"} 1\\nanomaly_score{x=\\"", "job": "\\\\"},
                  "seen_at": "2026-03-02T11:59:00Z"}]
                """))
        .isNotEmpty()
        .allMatch(
            line ->
                line.contains("instance=\"a\\\"} 1\\nanomaly_score{x=\\\"\",job=\"\\\\\",state="));
  }

  @Test
  void labels_that_are_not_of_the_identity_are_not_shown() throws Exception {
    assertThat(
            states(
                """
        [{"labels": {"instance": "a", "job": "node"}, "seen_at": "2026-03-02T11:59:00Z"},
         {"labels": {"instance": "b", "state": "ok"}, "seen_at": "2026-03-02T11:59:00Z"},
         {"labels": {"instance": "c", "detector": "x"}, "seen_at": "2026-03-02T11:59:00Z"},
         {"labels": {"instance": "d", "__name__": "up"}, "seen_at": "2026-03-02T11:59:00Z"},
         {"labels": {}, "seen_at": "2026-03-02T11:59:00Z"}]
        """))
        .isNotEmpty()
        .allMatch(line -> line.contains("instance=\"a\""));
  }

  /** The states on the metrics page after a start with this list of instances. */
  private List<String> states(String instances) throws Exception {
    Instant now = Instant.parse("2026-03-02T12:00:00Z");
    Files.createDirectories(storage.resolve("node"));
    Files.writeString(storage.resolve("node/instances.json"), instances);
    Config config =
        ConfigFile.parse(
            "test", "{storage: {path: '%s'}, detectors: [{name: node}]}".formatted(storage));
    PrometheusRegistry registry = new PrometheusRegistry();
    ExporterMetrics metrics = new ExporterMetrics(registry);
    DetectorState state = new DetectorState(config.detectors().get(0));
    Clocks clocks = new Clocks(() -> now, System::nanoTime);
    try (OpenParts opened = new OpenParts()) {
      Servers servers =
          Servers.of(config, null, metrics, metrics.alertmanager(), clocks.wall(), opened);
      DetectorParts parts =
          DetectorParts.of(
              config,
              state,
              servers,
              metrics,
              clocks,
              (running, store, samples) ->
                  (task, past, watch) -> {
                    throw new AssertionError("nothing is trained");
                  });
      parts.restoreKnownInstances();
      registry.register(new ScoreCollector(() -> List.of(parts.running()), () -> now));

      String page = PrometheusTextFormatWriter.create().toDebugString(registry.scrape());

      return page.lines().filter(line -> line.startsWith("anomaly_instance_state{")).toList();
    }
  }
}
