package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** False alarms on days without incidents, after the training. */
class FalseAlarmTest {
  /** Just above what is reached with raised thresholds; the budget is one a day. */
  private static final double OWN_EPISODES_PER_DAY = 0.2;

  /** Warming up hosts do not alert; of 16 days with the fleet's model 8 anomalies are reached. */
  private static final double FLEET_EPISODES_PER_DAY = 0.6;

  /** An anomaly that never ends is one episode and a false alarm all the time. */
  private static final double SHARE_OF_TIME = 0.002;

  private static Detector detector;

  @BeforeAll
  static void open() {
    detector = Simulation.open(Simulation.trained());
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @Test
  void hosts_with_a_model_of_their_own_raise_few_false_alarms() {
    Replay replay = replay(Simulation.FLEET.hosts(), Duration.ofDays(3));
    replay.print("own models");

    assertThat(replay.states()).containsOnly(InstanceState.OK);
    assertThat(replay.episodesPerDay()).isLessThanOrEqualTo(OWN_EPISODES_PER_DAY);
    assertThat(replay.shareOfTime()).isLessThanOrEqualTo(SHARE_OF_TIME);
  }

  @Test
  void hosts_without_a_model_raise_few_false_alarms_with_the_fleet_model() {
    Replay replay = replay(Simulation.unseenHosts(), Duration.ofDays(2));
    replay.print("fleet model, hosts without a model");

    assertThat(replay.states()).containsOnly(InstanceState.WARMING_UP);
    assertThat(replay.episodesPerDay()).isLessThanOrEqualTo(FLEET_EPISODES_PER_DAY);
    assertThat(replay.shareOfTime()).isLessThanOrEqualTo(SHARE_OF_TIME);
  }

  private static Replay replay(Collection<SimulatedHost> hosts, Duration length) {
    Instant start = Simulation.HISTORY_END.plus(Simulation.FEATURES.step());
    Frame frame = Simulation.FRAMES.scored(hosts, start, Simulation.HISTORY_END.plus(length));
    return new Replay(Simulation.replay(detector, frame));
  }

  /**
   * The scores of some hosts over time.
   *
   * @param hosts the rows of each host
   */
  private record Replay(List<Scores> hosts) {
    List<InstanceState> states() {
      return hosts.stream()
          .flatMap(rows -> IntStream.range(0, rows.rows()).mapToObj(rows::state))
          .toList();
    }

    double episodesPerDay() {
      return hosts.stream().mapToInt(Simulation::episodes).sum() / (hosts.size() * days());
    }

    private double days() {
      return (double) Simulation.FEATURES.step().multipliedBy(hosts.get(0).rows()).toMillis()
          / Duration.ofDays(1).toMillis();
    }

    double shareOfTime() {
      return Simulation.shareAbove(hosts);
    }

    void print(String title) {
      System.out.printf(
          Locale.ROOT,
          "false alarms, %s: %.2f a host and day, %.3f %% of the time%n",
          title,
          episodesPerDay(),
          100 * shareOfTime());
      for (Scores rows : hosts) {
        System.out.printf(
            Locale.ROOT,
            "  %-16s %.2f a day, highest score %.2f%n",
            rows.instance(0).get("instance"),
            Simulation.episodes(rows) / days(),
            IntStream.range(0, rows.rows()).mapToDouble(rows::score).max().orElseThrow());
      }
    }
  }
}
