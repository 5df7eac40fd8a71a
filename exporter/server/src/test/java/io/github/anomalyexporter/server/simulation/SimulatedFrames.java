package io.github.anomalyexporter.server.simulation;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.testing.feature.SimulatedFeatures;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Frames of a feature set's queried features, as the ingest would bring them. */
public final class SimulatedFrames {
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

  /** Of the default preset at this scrape interval. */
  private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  private final FeatureSet features;
  private final boolean scraped;

  /** As scrapes without end would see the hosts. */
  SimulatedFrames(FeatureSet features) {
    this(features, false);
  }

  private SimulatedFrames(FeatureSet features, boolean scraped) {
    this.features = features;
    this.scraped = scraped;
  }

  /**
   * As Prometheus sees the hosts that it scrapes every 15 seconds, each at a moment of its own: a
   * rate is over the four scrapes of its window and so over the 45 seconds between the first and
   * the last of them.
   */
  public static SimulatedFrames scraped(FeatureSet features) {
    return new SimulatedFrames(features, true);
  }

  static Labels identity(SimulatedHost host) {
    return Labels.of("instance", host.profile().instance(), "job", "node");
  }

  /** The rows from start to end, and before them those that it takes to engineer the first. */
  public Frame history(Collection<SimulatedHost> hosts, Instant start, Instant end) {
    return frame(hosts, start, end, features.lagRows());
  }

  /** The rows from start to end, and before them those that it takes to score the first. */
  public Frame scored(Collection<SimulatedHost> hosts, Instant start, Instant end) {
    return frame(hosts, start, end, AutoencoderDetector.rowsBefore(features));
  }

  private Frame frame(Collection<SimulatedHost> hosts, Instant start, Instant end, int rowsBefore) {
    Instant first = start.minus(features.step().multipliedBy(rowsBefore));
    return frame(hosts, new TimeRange(first, end, features.step()));
  }

  private Frame frame(Collection<SimulatedHost> hosts, TimeRange range) {
    List<Labels> instances = hosts.stream().map(SimulatedFrames::identity).toList();
    List<float[]> cells = new ArrayList<>();
    for (SimulatedHost host : hosts) {
      cells.add(cells(host, range));
    }
    return new Frame(range, features.queriedNames(), instances, cells);
  }

  /** What the simulation does not have, such as PostgreSQL, is missing. */
  private float[] cells(SimulatedHost host, TimeRange range) {
    List<String> simulated = new ArrayList<>(features.queriedNames());
    simulated.retainAll(SimulatedFeatures.names());
    Duration age = scraped ? ageOfLastScrape(host) : Duration.ZERO;
    double[][] values =
        SimulatedFeatures.of(
            host,
            simulated,
            range.start().minus(age),
            range.end().minus(age),
            range.step(),
            scraped ? RATE_WINDOW.minus(SCRAPE_INTERVAL) : RATE_WINDOW);
    int width = features.features().size();
    float[] cells = new float[range.points() * width];
    Arrays.fill(cells, Float.NaN);
    for (int i = 0; i < simulated.size(); i++) {
      int column = features.queriedNames().indexOf(simulated.get(i));
      for (int row = 0; row < range.points(); row++) {
        cells[row * width + column] = (float) values[i][row];
      }
    }
    return cells;
  }

  /** At any end of a window, for those are whole scrape intervals apart. */
  private static Duration ageOfLastScrape(SimulatedHost host) {
    return Duration.ofMillis(Math.floorMod(host.profile().seed(), SCRAPE_INTERVAL.toMillis()));
  }

  /** The part of a frame that a scoring run at one of its rows looks at. */
  public Frame window(Frame frame, int lastRow) {
    int width = features.features().size();
    int rows = AutoencoderDetector.rowsBefore(features) + 1;
    TimeRange range = TimeRange.endingAt(frame.range().at(lastRow), features.step(), rows);
    List<float[]> cells = new ArrayList<>();
    for (int i = 0; i < frame.instances().size(); i++) {
      cells.add(
          Arrays.copyOfRange(frame.cells(i), (lastRow + 1 - rows) * width, (lastRow + 1) * width));
    }
    return new Frame(range, frame.columns(), frame.instances(), cells);
  }
}
