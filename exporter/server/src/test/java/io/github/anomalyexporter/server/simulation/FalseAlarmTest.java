package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How often the detector cries wolf on the days after its training, when nothing happens. */
class FalseAlarmTest {
  /**
   * What the default quantile of 0.9995 asks for: at a row a minute 0.72 rows, and so at most as
   * many episodes, a day.
   */
  private static final double OWN_EPISODES_PER_DAY = 0.72;

  /**
   * A new host has had no chance to show what is normal for it, so the fleet's model must be the
   * more careful one.
   */
  private static final double FLEET_EPISODES_PER_DAY = 0.5;

  /** An anomaly that never ends is one episode, and yet a false alarm all the time. */
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
  void hosts_that_training_never_saw_raise_few_false_alarms_with_the_fleets_model() {
    Replay replay = replay(Simulation.unseenHosts(), Duration.ofDays(2));
    replay.print("the fleet's model on hosts it never saw");

    assertThat(replay.states()).containsOnly(InstanceState.WARMING_UP);
    assertThat(replay.episodesPerDay()).isLessThanOrEqualTo(FLEET_EPISODES_PER_DAY);
    assertThat(replay.shareOfTime()).isLessThanOrEqualTo(SHARE_OF_TIME);
  }

  private static Replay replay(Collection<SimulatedHost> hosts, Duration length) {
    Instant start = Simulation.HISTORY_END.plus(Simulation.FEATURES.step());
    Frame frame = Simulation.FRAMES.scored(hosts, start, Simulation.HISTORY_END.plus(length));
    return new Replay(Simulation.replay(detector, frame));
  }

  /** The scores of some hosts over time. */
  private record Replay(List<Scores> rows) {
    private int hosts() {
      return rows.get(0).instances().size();
    }

    List<InstanceState> states() {
      List<InstanceState> states = new ArrayList<>();
      for (Scores row : rows) {
        for (int host = 0; host < hosts(); host++) {
          states.add(row.state(host));
        }
      }
      return states;
    }

    double episodesPerDay() {
      double episodes = 0;
      for (int host = 0; host < hosts(); host++) {
        episodes += Simulation.episodes(rows, host);
      }
      return episodes / hosts() / days();
    }

    private double days() {
      return (double) Simulation.FEATURES.step().multipliedBy(rows.size()).toMillis()
          / Duration.ofDays(1).toMillis();
    }

    double shareOfTime() {
      double above = 0;
      for (Scores row : rows) {
        for (int host = 0; host < hosts(); host++) {
          above += row.score(host) > 1 ? 1 : 0;
        }
      }
      return above / hosts() / rows.size();
    }

    void print(String title) {
      System.out.printf(
          Locale.ROOT,
          "false alarms, %s: %.2f a host and day, %.3f %% of the time%n",
          title,
          episodesPerDay(),
          100 * shareOfTime());
      for (int host = 0; host < hosts(); host++) {
        int index = host;
        System.out.printf(
            Locale.ROOT,
            "  %-16s %.2f a day, greatest score %.2f%n",
            rows.get(0).instances().get(host).get("instance"),
            Simulation.episodes(rows, host) / days(),
            rows.stream().mapToDouble(row -> row.score(index)).max().orElseThrow());
      }
    }
  }
}
