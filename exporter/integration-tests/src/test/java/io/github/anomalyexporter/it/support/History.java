package io.github.anomalyexporter.it.support;

import io.github.anomalyexporter.testing.exposition.Backfill;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The past of the simulated hosts as blocks of Prometheus' storage. Two days, enough for the
 * pattern of a night, are written once for all tests and linked from there; what has passed since
 * is added for each.
 */
public final class History {
  /** Those with history. */
  public static final List<String> HOSTS = List.of("web-1", "web-2", "db-1", "cache-1", "batch-1");

  private static final Duration LENGTH = Duration.ofDays(2);

  /** Twice within the rate window that goes with the configured scrape interval. */
  public static final Duration COARSE = Duration.ofSeconds(20);

  /** As the tests' Prometheus scrapes, so that its first rates meet no gap. */
  public static final Duration FINE = Duration.ofSeconds(5);

  /** From the end of written history until a Prometheus has found its targets and scrapes them. */
  public static final Duration HEAD_START = Duration.ofSeconds(8);

  private static final long SEED = 1;

  /** Where the shared history ends: as the tests begin. */
  @SuppressWarnings("TimeInStaticInitializer")
  public static final Instant SHARED_END =
      Instant.ofEpochSecond(Instant.now().getEpochSecond() / 60 * 60);

  /** When all hosts were started; their pages change every 15 seconds from here. */
  public static final Instant BOOT = SHARED_END.minus(LENGTH);

  /**
   * How far the clock of the hosts is ahead, so that it shows the same time at {@link #SHARED_END}
   * whenever the tests run: what a host does depends on the hour.
   */
  private static final Duration AHEAD = ahead(SHARED_END);

  /** Newer versions read what the oldest one has written. */
  private static final PrometheusVersion WRITER = PrometheusVersion.TWO;

  private static @Nullable Path shared;

  private History() {}

  /** Hosts of these names, the same ones whenever and wherever asked for. */
  public static SimulatedFleet fleet(List<String> names) {
    return fleet(names, SEED);
  }

  /** Other hosts of these names. */
  public static SimulatedFleet fleet(List<String> names, long seed) {
    return SimulatedFleet.of(names, BOOT, seed).ahead(AHEAD);
  }

  /** The host of this name after a reboot: its counters begin again, its day goes on. */
  public static SimulatedHost rebooted(SimulatedHost host, Instant time) {
    return new SimulatedHost(host.profile(), time).ahead(AHEAD);
  }

  /** How far hosts have to be ahead at this time for their clock to show the pinned time. */
  public static Duration ahead(Instant now) {
    return Duration.between(now, Instant.parse(Tools.property("simulated.now")));
  }

  /** The host of this name. */
  public static SimulatedHost host(String name) {
    return fleet(List.of(name)).host(name);
  }

  /** Puts the shared history into the data directory of a Prometheus that does not run yet. */
  public static synchronized void link(Path data) {
    if (shared == null) {
      shared = Tools.workspace(History.class).resolve("data");
      add(fleet(HOSTS), BOOT, SHARED_END, COARSE, Map.of(), shared);
    }
    link(shared, data);
  }

  /** Puts the blocks of one data directory into another one. Prometheus never changes a block. */
  public static void link(Path source, Path data) {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path target = data.resolve(source.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createLink(target, path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds what came after the shared history.
   *
   * @param end exclusive; may lie in the future, since Prometheus takes no samples before it
   */
  public static void addRest(SimulatedFleet fleet, Instant end, Path data) {
    add(fleet, SHARED_END, end, FINE, Map.of(), data);
  }

  /**
   * Adds history to the data directory of a Prometheus that does not run yet.
   *
   * @param end exclusive
   * @param interval between two scrapes
   * @param labels of all series, beside {@code job} and {@code instance}
   */
  public static void add(
      SimulatedFleet fleet,
      Instant start,
      Instant end,
      Duration interval,
      Map<String, String> labels,
      Path data) {
    try {
      Files.createDirectories(data);
      Path file = data.resolveSibling(data.getFileName() + ".om");
      try (OutputStream out = Files.newOutputStream(file)) {
        new Backfill(fleet, start, end, interval, "node", labels).writeTo(out);
      }
      add(file, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds series to the data directory of a Prometheus that does not run yet.
   *
   * @param openMetrics samples with timestamps, as OpenMetrics text
   */
  public static void add(String openMetrics, Path data) {
    Path file = data.resolveSibling(data.getFileName() + ".om");
    try {
      Files.createDirectories(data);
      Files.writeString(file, openMetrics);
      add(file, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Moves what is in a file into the data directory. */
  private static void add(Path file, Path data) throws IOException {
    List<String> command =
        List.of(
            WRITER.promtool().toString(),
            "tsdb",
            "create-blocks-from",
            "openmetrics",
            "--max-block-duration=24h",
            file.toString(),
            data.toString());
    try (ChildProcess promtool =
        ChildProcess.start(data.resolveSibling("promtool"), Map.of(), command)) {
      if (promtool.awaitExit() != 0) {
        throw new AssertionError("promtool failed: " + promtool.err());
      }
    }
    Files.delete(file);
  }
}
