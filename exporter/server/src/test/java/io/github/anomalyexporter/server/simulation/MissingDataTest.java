package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing data is no anomaly, and the other data is scored. */
class MissingDataTest {
  private static final Instant NOON =
      Simulation.BOOT.plus(Duration.ofDays(4)).plus(Duration.ofHours(12));

  private static Detector detector;

  @BeforeAll
  static void open() {
    detector = Simulation.open(Simulation.trained());
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk_", "network_", "memory_", "cpu_", "pressure_"})
  void a_collector_that_is_gone_is_no_anomaly_and_the_rest_is_scored(String prefix) {
    Frame day =
        Simulation.FRAMES.scored(Simulation.FLEET.hosts(), NOON.minus(Duration.ofHours(12)), NOON);
    List<Scores> hosts =
        Simulation.replay(
            detector, without(day, (row, column) -> day.columns().get(column).startsWith(prefix)));

    for (Scores rows : hosts) {
      for (int row = 0; row < rows.rows(); row++) {
        assertThat(rows.state(row)).isEqualTo(InstanceState.OK);
        assertThat(rows.score(row)).isPositive();
        assertThat(rows.coverage(row)).isGreaterThanOrEqualTo(0.5f);
        for (int input = 0; input < Simulation.FEATURES.size(); input++) {
          if (Simulation.FEATURES.name(input).startsWith(prefix)) {
            assertThat(rows.share(row, input)).isZero();
          }
        }
      }
    }
    // A forecast from a fifth less of the features is sometimes wrong for some rows of a host.
    assertThat(Simulation.shareAbove(hosts)).isLessThan(0.015);
  }

  /** Scores each row of a frame by its own window, as scoring runs a step apart do. */
  private static List<Scores> scoringRuns(Frame frame) {
    return IntStream.range(AutoencoderDetector.rowsBefore(Simulation.FEATURES), frame.rows())
        .mapToObj(row -> detector.score(Simulation.FRAMES.window(frame, row)))
        .toList();
  }

  @Test
  void after_a_gap_lags_are_missing_and_scores_are_there_from_the_second_row_on() {
    Frame hour =
        Simulation.FRAMES.scored(Simulation.FLEET.hosts(), NOON, NOON.plus(Duration.ofMinutes(30)));
    int gap = AutoencoderDetector.rowsBefore(Simulation.FEATURES) + 10;
    Frame gapped = without(hour, (row, column) -> row >= gap && row < gap + 10);
    List<Scores> rows = scoringRuns(gapped);

    int change = input("cpu_used_change_5m");
    for (int minute = 0; minute < rows.size(); minute++) {
      Scores row = rows.get(minute);
      boolean inGap = minute >= 10 && minute < 20;
      // The innovations of the gap are unknown, and so are those of the first row after it.
      boolean unknown = inGap || minute == 20;
      boolean lagMissing = minute >= 10 && minute < 25;
      for (int host = 0; host < row.instances().size(); host++) {
        assertThat(row.state(host))
            .isEqualTo(unknown ? InstanceState.INSUFFICIENT_DATA : InstanceState.OK);
        assertThat(Double.isNaN(row.score(host))).isEqualTo(unknown);
        assertThat(Float.isNaN(row.actual(host, change))).isEqualTo(lagMissing);
        if (!unknown) {
          assertThat(row.score(host)).isPositive().isLessThanOrEqualTo(1);
        }
      }
    }
  }

  @Test
  void a_reboot_does_not_raise_the_score() {
    List<SimulatedHost> before = List.copyOf(Simulation.FLEET.hosts());
    Instant reboot = NOON.plusSeconds(30);
    List<SimulatedHost> after =
        before.stream().map(host -> new SimulatedHost(host.profile(), reboot)).toList();
    Instant end = NOON.plus(Duration.ofMinutes(30));
    Frame calm = Simulation.FRAMES.scored(before, NOON, end);
    Frame rebooted = Simulation.FRAMES.scored(after, NOON, end);
    int lastRowBefore = AutoencoderDetector.rowsBefore(Simulation.FEATURES);
    Frame joined = joined(calm, rebooted, lastRowBefore + 1);

    List<Scores> rows = scoringRuns(joined);
    assertThat(rows.get(1).state(0))
        .as("a minute after the reboot no rate has its window")
        .isEqualTo(InstanceState.INSUFFICIENT_DATA);
    for (Scores row : rows.subList(2, rows.size())) {
      for (int host = 0; host < before.size(); host++) {
        assertThat(row.state(host)).isEqualTo(InstanceState.OK);
        assertThat(row.score(host)).as("%s %s", before.get(host).name(), row.time(0)).isLessThan(1);
      }
    }
  }

  @Test
  void one_seed_gives_the_same_scores_twice() {
    Frame hour =
        Simulation.FRAMES.scored(Simulation.FLEET.hosts(), NOON, NOON.plus(Duration.ofHours(1)));
    List<Scores> first = Simulation.replay(detector, hour);
    try (Detector again = Simulation.open(Simulation.train(Simulation.FLEET.hosts()))) {
      List<Scores> second = Simulation.replay(again, hour);
      for (int host = 0; host < first.size(); host++) {
        assertThat(second.get(host).ranking()).isEqualTo(first.get(host).ranking());
      }
    }
  }

  private static int input(String name) {
    for (int input = 0; input < Simulation.FEATURES.size(); input++) {
      if (Simulation.FEATURES.name(input).equals(name)) {
        return input;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** A copy in which the cells of some rows and columns are missing, on all hosts. */
  private static Frame without(Frame frame, BiPredicate<Integer, Integer> missing) {
    int width = frame.columns().size();
    List<float[]> cells = new ArrayList<>();
    for (int host = 0; host < frame.instances().size(); host++) {
      float[] copy = frame.cells(host).clone();
      for (int i = 0; i < copy.length; i++) {
        if (missing.test(i / width, i % width)) {
          copy[i] = Float.NaN;
        }
      }
      cells.add(copy);
    }
    return new Frame(frame.range(), frame.columns(), frame.instances(), cells);
  }

  /** The rows of one frame up to a row, and from there on those of another. */
  private static Frame joined(Frame first, Frame second, int from) {
    int width = first.columns().size();
    List<float[]> cells = new ArrayList<>();
    for (int host = 0; host < first.instances().size(); host++) {
      float[] copy = Arrays.copyOf(first.cells(host), first.cells(host).length);
      int start = from * width;
      System.arraycopy(second.cells(host), start, copy, start, copy.length - start);
      cells.add(copy);
    }
    return new Frame(first.range(), first.columns(), first.instances(), cells);
  }
}
