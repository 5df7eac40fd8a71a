package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import io.github.anomalyexporter.evaluation.past.NewHosts;
import io.github.anomalyexporter.evaluation.past.NewHosts.Host;
import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * False alarms and recall of the first day of a new host, by the length of its history, alone and
 * as a host that joins the others of its set. One seed.
 */
final class NewHostTable {
  static final String HEADER =
      "hours with a false alarm in the first day of a new host, recall, after | SMD alone | in a"
          + " fleet | ASD alone | in a fleet | JS2 alone | in a fleet";

  private static final List<Duration> HISTORIES =
      List.of(6, 12, 24, 72, 168).stream().map(Duration::ofHours).toList();

  private NewHostTable() {}

  /**
   * Returns a row for each length of history.
   *
   * @param data the folder of the sets
   */
  static List<String> rows(Path data) {
    List<List<Measured>> sets = new ArrayList<>();
    for (LabelledSet set : LabelledSet.ALL) {
      sets.add(measure(set.read(data)));
      System.out.printf("new hosts of %s are done%n", set.name());
    }
    List<String> rows = new ArrayList<>();
    for (int length = 0; length < HISTORIES.size(); length++) {
      List<String> cells = new ArrayList<>();
      cells.add(HISTORIES.get(length).toHours() + " h of history");
      for (List<Measured> set : sets) {
        cells.add(cell(set.get(length).alone()));
        cells.add(cell(set.get(length).inFleet()));
      }
      rows.add(Quality.cells(cells.toArray(String[]::new)));
    }
    return rows;
  }

  private static List<Measured> measure(List<Dataset> datasets) {
    DetectorConfig detector =
        ConfigFile.defaults(DetectorKinds.AUTOENCODER)
            .detectors()
            .get(0)
            .with(datasets.get(0).features(), 1);
    List<Host> hosts =
        datasets.stream()
            .map(it -> new Host(it.history(), it.test(), Objects.requireNonNull(it.labels())))
            .toList();
    return new NewHosts(detector::training, hosts).measure(HISTORIES, (done, of) -> {});
  }

  private static String cell(FirstDays days) {
    return days.days() == 0
        ? "-"
        : Quality.number("%.2f", days.falseHoursPerDay())
            + ", "
            + Quality.number("%.2f", days.recall());
  }
}
