package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.past.NewHost;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * False alarms and recall of the first day of a new host, by the length of its history, alone and
 * as a host that joins the others of its set. One seed.
 */
final class NewHosts {
  static final String HEADER =
      "hours with a false alarm in the first day of a new host, recall, after | SMD alone | in a"
          + " fleet | ASD alone | in a fleet | JS2 alone | in a fleet";

  private static final List<Duration> HISTORIES =
      List.of(6, 12, 24, 72, 168).stream().map(Duration::ofHours).toList();

  /** Time from one first day to the next of the same host. */
  private static final Duration EVERY = Duration.ofDays(4);

  /** History of the hosts that a new host joins. */
  private static final Duration FLEET_HISTORY = Duration.ofDays(7);

  private final Path data;

  /**
   * @param data the folder of the sets
   */
  NewHosts(Path data) {
    this.data = data;
  }

  /** Returns a row of the table for each length of history. */
  List<String> rows() {
    List<List<FirstDays>> columns = new ArrayList<>();
    for (LabelledSet set : LabelledSet.ALL) {
      List<Dataset> hosts = set.read(data);
      columns.add(firstDays(hosts, false));
      columns.add(firstDays(hosts, true));
      System.out.printf("new hosts of %s are done%n", set.name());
    }
    List<String> rows = new ArrayList<>();
    for (int length = 0; length < HISTORIES.size(); length++) {
      List<String> cells = new ArrayList<>();
      cells.add(HISTORIES.get(length).toHours() + " h of history");
      for (List<FirstDays> column : columns) {
        cells.add(cell(column.get(length)));
      }
      rows.add(Quality.cells(cells.toArray(String[]::new)));
    }
    return rows;
  }

  private static String cell(FirstDays days) {
    return days.days() == 0
        ? "-"
        : Quality.number("%.2f", days.falseHoursPerDay())
            + ", "
            + Quality.number("%.2f", days.recall());
  }

  /** Returns the sum over the hosts for each length of history. */
  private static List<FirstDays> firstDays(List<Dataset> hosts, boolean joining) {
    // A training of one host uses one core.
    List<List<FirstDays>> ofHosts =
        hosts.parallelStream().map(host -> firstDays(hosts, host, joining)).toList();
    return IntStream.range(0, HISTORIES.size())
        .mapToObj(
            length ->
                ofHosts.stream()
                    .map(ofHost -> ofHost.get(length))
                    .reduce(FirstDays.NONE, FirstDays::plus))
        .toList();
  }

  private static List<FirstDays> firstDays(List<Dataset> hosts, Dataset host, boolean joining) {
    DetectorTraining training =
        ConfigFile.defaults(DetectorKinds.AUTOENCODER)
            .detectors()
            .get(0)
            .with(host.features(), 1)
            .training();
    NewHost newHost = new NewHost(training, joining ? others(hosts, host, training) : null);
    return HISTORIES.stream()
        .map(
            history ->
                newHost.firstDays(
                    host.history(),
                    host.test(),
                    Objects.requireNonNull(host.labels()),
                    history,
                    EVERY))
        .toList();
  }

  /** Returns the detector of the other hosts, trained on the end of their training rows. */
  private static @Nullable TrainedDetector others(
      List<Dataset> hosts, Dataset left, DetectorTraining training) {
    List<Frame> histories =
        hosts.stream()
            .filter(host -> !host.pair().equals(left.pair()))
            .map(Dataset::history)
            .toList();
    int rows =
        histories.stream()
            .mapToInt(Frame::rows)
            .reduce(
                Math.toIntExact(FLEET_HISTORY.dividedBy(training.features().step())), Math::min);
    List<Labels> labels = new ArrayList<>();
    List<float[]> cells = new ArrayList<>();
    for (Frame history : histories) {
      labels.add(history.instances().get(0));
      cells.add(history.part(0, history.rows() - rows, history.rows()).cells(0));
    }
    TimeRange own = left.history().range();
    TimeRange range = new TimeRange(own.at(left.history().rows() - rows), own.end(), own.step());
    return training
        .trainAll(
            new Frame(range, left.history().columns(), labels, cells),
            Map.of(),
            null,
            range.end(),
            TrainingProgress.SILENT)
        .detector();
  }
}
