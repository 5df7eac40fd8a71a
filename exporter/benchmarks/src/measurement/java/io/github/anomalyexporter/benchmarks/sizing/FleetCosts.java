package io.github.anomalyexporter.benchmarks.sizing;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.benchmarks.speed.BenchmarkFleet;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.it.support.FleetPrometheus;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.StorageLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures what a scoring run costs by the number of instances: the packed exporter, which only
 * scores, with a stored model and a server that answers its queries. Arguments: the file of the
 * results, the numbers of instances.
 */
public final class FleetCosts {
  /** As the exporter assumes it for scrapes every 15 seconds. */
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final Path directory = Tools.workspace(FleetCosts.class);

  private FleetCosts() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<FleetCost> costs = new ArrayList<>();
    System.out.print(FleetCost.head());
    for (String size : List.of(arguments).subList(1, arguments.length)) {
      FleetCost cost = new FleetCosts().measure(Integer.parseInt(size));
      System.out.print(cost.row());
      costs.add(cost);
    }
    Path file = Path.of(arguments[0]);
    Files.createDirectories(file.toAbsolutePath().getParent());
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(file.toFile(), Map.of("fleet", costs));
  }

  private FleetCost measure(int instances) throws IOException, InterruptedException {
    BenchmarkFleet fleet = new BenchmarkFleet(instances);
    Path own = Files.createDirectories(directory.resolve(Integer.toString(instances)));
    double training = store(fleet, own.resolve("storage"));
    DetectorConfig config = fleet.config();
    Frame window = fleet.window();
    try (FleetPrometheus prometheus =
            new FleetPrometheus(DetectorQueries.of(config, RATE_WINDOW), window);
        ScoringExporter exporter = new ScoringExporter(own, prometheus.uri(), heap(instances))) {
      return exporter.measure(instances, training);
    }
  }

  /** In megabytes: the recommendation of operations.md. */
  private static long heap(int instances) {
    return Math.round(64 + 0.25 * instances);
  }

  /** Stores a model; returns the seconds of a training for each trained instance. */
  private static double store(BenchmarkFleet fleet, Path storage) {
    long start = System.nanoTime();
    AutoencoderStack trained = fleet.trained();
    double seconds = (System.nanoTime() - start) / 1e9 / BenchmarkFleet.TRAINED;
    DetectorConfig config = fleet.config();
    Instant now = Instant.now();
    ModelStore store = new ModelStore(storage, config.name(), 1, config.type());
    StorageLock lock = StorageLock.acquire(storage);
    try {
      store.prepare();
      store.save(
          trained,
          Provenance.of(now, now, fleet.window().range(), RATE_WINDOW, config.model().training()),
          Map.of());
    } finally {
      lock.close();
    }
    return seconds;
  }

  static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
