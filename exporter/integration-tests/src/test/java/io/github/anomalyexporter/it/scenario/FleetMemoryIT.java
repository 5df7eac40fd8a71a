package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.FleetPrometheus;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.ProcessUsage;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import io.github.anomalyexporter.server.app.DetectorParts;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The memory of operations.md, at two sizes of a fleet whose instances all have a model. */
class FleetMemoryIT {
  private static final DetectorConfig CONFIG = ConfigFile.defaults().detectors().get(0);

  /** Megabytes of heap of an exporter, and of an instance. */
  private static final int BASE = 64;

  private static final double OF_INSTANCE = 0.25;

  /** Megabytes outside of the heap. */
  private static final int OUTSIDE = 250;

  /** So that each of the four phases of the step has its window. */
  private static final int RUNS = 5;

  private static final int ROWS = 120;

  private final Path directory = Tools.workspace(FleetMemoryIT.class);

  /** An exporter of a fleet with the recommended memory. */
  private final class Fleet implements AutoCloseable {
    private final int instances;
    private final long heap;
    private final FleetPrometheus prometheus;
    private final ExporterProcess exporter;

    Fleet(int instances) throws IOException {
      this.instances = instances;
      this.heap = Math.round(BASE + OF_INSTANCE * instances);
      Path own = Files.createDirectories(directory.resolve(Integer.toString(instances)));
      List<Labels> fleet =
          IntStream.range(0, instances)
              .mapToObj(i -> Labels.of("instance", "host-" + i + ":9100", "job", "node"))
              .toList();
      Duration rateWindow = store(fleet, own.resolve("storage"));
      this.prometheus = new FleetPrometheus(DetectorQueries.of(CONFIG, rateWindow), rows(fleet));
      Path config = own.resolve("anomaly-exporter.yml");
      Files.writeString(
          config, "{prometheus: {url: '%s'}, detectors: [{}]}".formatted(prometheus.uri()));
      this.exporter =
          ExporterProcess.start(
              own,
              Ports.free(),
              Map.of("JAVA_OPTS", "-Xmx" + heap + "m"),
              "--config.file=" + config,
              "--training=off");
    }

    void assertScoredWithinItsMemory() throws IOException {
      await("scores of all phases of " + instances)
          .whileAlive(exporter.process())
          .until(() -> runs(exporter.metrics()) >= RUNS);

      assertThat(exporter.metrics().all("anomaly_score", Map.of())).hasSize(instances);
      assertThat(new ProcessUsage(exporter.process().pid()).peak())
          .as("resident bytes with %s instances", instances)
          .isLessThan((heap + OUTSIDE) << 20);
    }

    @Override
    public void close() {
      exporter.close();
      prometheus.close();
    }
  }

  @Test
  void fleets_are_scored_with_the_recommended_memory() throws IOException {
    try (Fleet small = new Fleet(200);
        Fleet large = new Fleet(2_000)) {
      small.assertScoredWithinItsMemory();
      large.assertScoredWithinItsMemory();
    }
  }

  private static double runs(Samples metrics) {
    return metrics.sum("anomaly_exporter_runs_total", Map.of("run", "scoring"));
  }

  /** Stores the model of a trained host for each instance; returns its rate window. */
  private static Duration store(List<Labels> fleet, Path storage) throws IOException {
    TrainedModel.copyTo(storage);
    ModelStore store = new ModelStore(storage, CONFIG.name(), 1, CONFIG.type());
    LoadedModel model =
        store.load(DetectorParts.schema(CONFIG), (place, reason) -> {}).orElseThrow();
    AutoencoderStack trained = AutoencoderStack.of(model.trained());
    int[] sources =
        IntStream.rangeClosed(0, fleet.size())
            .map(row -> row == 0 ? 0 : 1 + row % (trained.rows().size() - 1))
            .toArray();
    List<AutoencoderRow> rows = new ArrayList<>();
    for (int row = 0; row < sources.length; row++) {
      AutoencoderRow source = trained.rows().get(sources[row]);
      TrainedInstance of = source.trained();
      Labels instance = row == 0 ? TrainedInstance.FLEET : fleet.get(row - 1);
      rows.add(
          new AutoencoderRow(
              new TrainedInstance(
                  instance,
                  of.trainedAt(),
                  of.history(),
                  of.rows(),
                  of.calibration(),
                  of.report(),
                  of.refused()),
              source.scaler(),
              source.forecast(),
              source.error()));
    }
    store.save(
        new AutoencoderStack(
            trained.features(), fleet.size(), trained.weights().select(sources), rows),
        model.manifest().provenance().withCreatedAt(Instant.now()),
        Map.of());
    return model.manifest().provenance().rateWindow();
  }

  private static Frame rows(List<Labels> fleet) {
    SplittableRandom random = new SplittableRandom(1);
    int columns = CONFIG.features().features().size();
    List<float[]> tables = new ArrayList<>();
    for (int i = 0; i < fleet.size(); i++) {
      float[] table = new float[ROWS * columns];
      for (int cell = 0; cell < table.length; cell++) {
        table[cell] = (float) (0.5 + 0.1 * random.nextDouble());
      }
      tables.add(table);
    }
    return new Frame(
        TimeRange.endingAt(Instant.EPOCH.plus(Duration.ofDays(1)), CONFIG.timing().step(), ROWS),
        CONFIG.features().queriedNames(),
        fleet,
        tables);
  }
}
