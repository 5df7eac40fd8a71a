package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.evaluation.past.NewHosts.Host;
import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A row a quarter of an hour. The score of a row is its value, alone and in a fleet; the values
 * that each fleet was trained on are recorded.
 */
class NewHostsTest {
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final int DAY = 96;

  /** The values of the hosts that a new host joins, for each training of them. */
  private final List<Map<String, List<Float>>> fleets =
      Collections.synchronizedList(new ArrayList<>());

  private final List<String> joined = Collections.synchronizedList(new ArrayList<>());

  private DetectorTraining training() {
    return new DetectorTraining(
        new TestKind(
            features -> 0,
            (trained, into) -> {
              List<InstanceHistory> histories = trained.histories();
              if (into != null) {
                joined.add(name(histories.get(0)) + " joins " + into.instances().size());
              } else if (histories.size() > 1) {
                fleets.add(
                    histories.stream()
                        .collect(
                            Collectors.toMap(
                                NewHostsTest::name, it -> values(TestTrained.values(it)))));
              }
              return TestTrained.of(trained, 1);
            },
            (trained, minCoverage) -> new TestDetector(trained, TestDetector.VALUES, 1)),
        new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), STEP),
        TestKind.OPTIONS);
  }

  private static String name(InstanceHistory history) {
    return history.instance().get("instance");
  }

  private static List<Float> values(float[] cells) {
    List<Float> values = new ArrayList<>();
    for (float cell : cells) {
      values.add(cell);
    }
    return values;
  }

  /** Rows of one value, the last day with an event from 10:00 on; alarms are rows of that day. */
  private static Host host(String name, int past, float value, int... alarms) {
    float[] cells = new float[past + DAY];
    Arrays.fill(cells, value);
    float height = 1.5f;
    for (int alarm : alarms) {
      cells[past + alarm] = height;
      height *= 2;
    }
    Instant start = Instant.EPOCH;
    Frame rows =
        new Frame(
            new TimeRange(start, start.plus(STEP.multipliedBy(cells.length - 1L)), STEP),
            List.of("cpu"),
            List.of(Labels.of("instance", name)),
            List.of(cells));
    BitSet event = new BitSet();
    event.set(40, 45);
    return new Host(
        rows.part(0, 0, past), rows.part(0, past, past + DAY), new LabelledRows(event, DAY, STEP));
  }

  private List<Measured> measure(List<Host> hosts, int... hours) {
    return new NewHosts(this::training, hosts)
        .measure(IntStream.of(hours).mapToObj(Duration::ofHours).toList(), (done, of) -> {});
  }

  @Test
  void the_figures_are_sums_over_the_hosts_for_each_length_of_history() {
    List<Host> hosts =
        List.of(
            host("web", 2 * DAY, 0.25f, 8, 42),
            host("db", 2 * DAY, 0.5f, 20),
            host("cache", 4 * DAY, 0.75f));

    FirstDays three = new FirstDays(3, 2, 2, 3, 1, null);
    FirstDays one = new FirstDays(1, 0, 0, 1, 0, "web: 2d of rows before a day, needs 3d");
    assertThat(measure(hosts, 30, 72))
        .containsExactly(
            new Measured(Duration.ofHours(30), three, three),
            new Measured(Duration.ofHours(72), one, one));
  }

  @Test
  void each_host_joins_the_other_hosts_trained_on_the_end_of_their_histories() {
    measure(
        List.of(
            host("web", 2 * DAY, 0.25f), host("db", 9 * DAY, 0.5f), host("cache", 8 * DAY, 0.75f)),
        30);

    assertThat(fleets)
        .containsExactlyInAnyOrder(
            Map.of(
                "web", Collections.nCopies(2 * DAY, 0.25f),
                "db", Collections.nCopies(2 * DAY, 0.5f)),
            Map.of(
                "web", Collections.nCopies(2 * DAY, 0.25f),
                "cache", Collections.nCopies(2 * DAY, 0.75f)),
            Map.of(
                "db", Collections.nCopies(7 * DAY, 0.5f),
                "cache", Collections.nCopies(7 * DAY, 0.75f)));
    assertThat(joined)
        .as("the fleet's row and two instances")
        .contains("web joins 3", "db joins 3", "cache joins 3")
        .hasSize(9);
  }

  @Test
  void without_a_detector_of_the_other_hosts_only_the_host_alone_is_measured() {
    Measured measured =
        measure(List.of(host("web", 2 * DAY, 0.25f), host("db", 50, 0.5f)), 30).get(0);

    assertThat(measured.alone().days()).isEqualTo(1);
    assertThat(measured.inFleet())
        .isEqualTo(
            FirstDays.leftOut(
                "other hosts of web: 45 rows of history with enough coverage, needs 100"));
  }

  @Test
  void progress_counts_hosts_and_lengths() {
    List<String> progress = Collections.synchronizedList(new ArrayList<>());

    new NewHosts(this::training, List.of(host("web", DAY, 0.25f), host("db", DAY, 0.5f)))
        .measure(
            List.of(Duration.ofHours(6), Duration.ofHours(12)),
            (done, of) -> progress.add(done + " of " + of));

    assertThat(progress).containsExactlyInAnyOrder("1 of 4", "2 of 4", "3 of 4", "4 of 4");
  }

  @Test
  void a_fleet_has_two_different_hosts() {
    for (List<Host> hosts :
        List.of(
            List.of(host("web", DAY, 0.25f)),
            List.of(host("web", DAY, 0.25f), host("web", DAY, 0.5f)))) {
      assertThatThrownBy(() -> new NewHosts(this::training, hosts))
          .hasMessage("1 instances of " + hosts.size() + " hosts");
    }
  }
}
