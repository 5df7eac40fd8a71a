package io.github.anomalyexporter.benchmarks.samples;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.samples.Sample;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.simulation.SimulatedFrames;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Appends the features of simulated hosts to a store, a batch of all hosts for each minute, and
 * reads them. The hosts are five simulated ones, repeated. Arguments: the number of hosts, of days,
 * and the folder of the results, on the disk that is measured.
 */
public final class StoredWeek {
  private static final FeatureSet FEATURES = ConfigFile.defaults().detectors().get(0).features();
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant START = BOOT.plus(Duration.ofHours(1));
  private static final Duration WINDOW = Duration.ofHours(2);
  private static final int WINDOW_ROWS = 100;
  private static final int SINGLE_SAMPLES = 2_000;

  /** The first reading compiles the code. */
  private static final int READINGS = 3;

  private final Path file;
  private final List<Labels> hosts;
  private final Frame simulated;
  private final SampleLimits limits;
  private final StringBuilder report = new StringBuilder();

  private StoredWeek(Path file, int hosts, Duration length) {
    this.file = file;
    this.hosts =
        SimulatedFleet.names(hosts).stream()
            .map(name -> Labels.of("instance", name + ":9100", "job", "node"))
            .toList();
    List<SimulatedHost> fleet =
        List.copyOf(SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, BOOT, 1).hosts());
    this.simulated = SimulatedFrames.scraped(FEATURES).history(fleet, START, START.plus(length));
    this.limits = new SampleLimits(FEATURES.step(), length.plus(WINDOW), WINDOW, hosts);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[2]));
    Path file = folder.resolve("measured/samples.mv");
    Files.deleteIfExists(file);
    StoredWeek week =
        new StoredWeek(
            file, Integer.parseInt(arguments[0]), Duration.ofDays(Integer.parseInt(arguments[1])));
    week.append();
    for (int reading = 1; reading <= READINGS; reading++) {
      week.read(reading);
    }
    System.out.print(week.report);
    Files.writeString(folder.resolve("samples.md"), week.report);
  }

  private SampleStore open() {
    return SampleStore.open(file, simulated.columns(), limits, () -> simulated.range().end());
  }

  private Sample sample(int host, int row) {
    int width = simulated.columns().size();
    float[] cells = simulated.cells(host % simulated.instances().size());
    return new Sample(
        hosts.get(host),
        simulated.range().at(row),
        Arrays.copyOfRange(cells, row * width, (row + 1) * width));
  }

  private void append() throws IOException {
    long samples = (long) simulated.rows() * hosts.size();
    try (SampleStore store = open()) {
      List<Long> nanos = new ArrayList<>();
      for (int row = 0; row < simulated.rows(); row++) {
        int time = row;
        List<Sample> batch =
            IntStream.range(0, hosts.size()).mapToObj(host -> sample(host, time)).toList();
        long start = System.nanoTime();
        store.append(batch);
        nanos.add(System.nanoTime() - start);
      }
      nanos.sort(null);
      double seconds = nanos.stream().mapToLong(Long::longValue).sum() / 1e9;
      print("samples, of features", (double) samples, simulated.columns().size());
      print("samples a second, in batches of", samples / seconds, hosts.size());
      print("ms of a batch: median", nanos.get(nanos.size() / 2) / 1e6);
      print("ms of a batch: 99 %", nanos.get(nanos.size() * 99 / 100) / 1e6);
      print("ms of a batch: longest", nanos.get(nanos.size() - 1) / 1e6);
      print("bytes a sample", (double) Files.size(file) / samples);
      single(store);
    }
  }

  private void single(SampleStore store) {
    Instant end = simulated.range().end();
    float[] values = new float[simulated.columns().size()];
    long start = System.nanoTime();
    for (int i = 1; i <= SINGLE_SAMPLES; i++) {
      store.append(List.of(new Sample(hosts.get(0), end.plusMillis(i), values)));
    }
    print("samples a second, one by one", SINGLE_SAMPLES * 1e9 / (System.nanoTime() - start));
  }

  private void read(int reading) {
    Instant end = simulated.range().end();
    long start = System.nanoTime();
    try (SampleStore store = open()) {
      print("reading: ms to open", reading, (System.nanoTime() - start) / 1e6);
      TimeRange all = simulated.range();
      TimeRange window = TimeRange.endingAt(end, FEATURES.step(), WINDOW_ROWS);
      time("ms, history of all hosts", () -> store.frame(hosts, all));
      time("ms, history of one host", () -> store.frame(hosts.subList(0, 1), all));
      time("ms, window of 100 rows of all hosts", () -> store.frame(hosts, window));
      time("ms, lengths of histories", () -> store.histories(end, limits.keep()));
      time("ms, instances of five minutes", () -> store.instances(end.minusSeconds(300), end));
    }
  }

  private void time(String what, Supplier<?> reading) {
    long start = System.nanoTime();
    Object result = reading.get();
    print(what, (System.nanoTime() - start) / 1e6);
    if (result == null) {
      throw new IllegalStateException("nothing was read");
    }
  }

  private void print(String what, double... figures) {
    report.append("| ").append(what);
    for (double figure : figures) {
      report.append(String.format(Locale.ROOT, " | %.1f", figure));
    }
    report.append(" |\n");
  }
}
