package io.github.anomalyexporter.benchmarks.sizing;

import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Measures memory, processor time and disk space of the packed exporter by the number of instances,
 * and the latency of its scrapes: default configuration, simulated hosts, a real Prometheus.
 * Arguments: the numbers of instances.
 */
public final class Sizing {
  /** In megabytes: the recommendation of operations.md. */
  private static final double HEAP = 64;

  private static final double HEAP_OF_AN_INSTANCE = 0.25;

  private final Path directory = Tools.workspace(Sizing.class);

  private Sizing() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    new Sizing().measureAll(arguments);
  }

  private void measureAll(String[] sizes) throws IOException, InterruptedException {
    List<SizingRow> rows = new ArrayList<>();
    for (String size : sizes) {
      rows.add(measure(Integer.parseInt(size)));
      report(rows);
    }
  }

  private SizingRow measure(int instances) throws IOException, InterruptedException {
    SizingRow.Fleet fleet = fleet(instances);
    Path own = directory.resolve(Integer.toString(instances));
    try (SizingSite site = SizingSite.start(own, instances, fleet.history());
        SizedExporter exporter = new SizedExporter(own, site.exporterConfig(), fleet.heap())) {
      return new SizingRow(
          fleet, exporter.train(), exporter.queries(), exporter.score(), exporter.scrape());
    }
  }

  /**
   * The history is short for many hosts: a week of a thousand hosts takes half an hour to write.
   */
  private static SizingRow.Fleet fleet(int instances) {
    Duration history = instances > 300 ? Duration.ofHours(12) : Duration.ofDays(7);
    long heap = Math.round(HEAP + HEAP_OF_AN_INSTANCE * instances);
    return new SizingRow.Fleet(instances, history, heap + "m");
  }

  private void report(List<SizingRow> rows) throws IOException {
    String text =
        String.join(
            "\n",
            table(SizingRow.trainingHead(), rows, SizingRow::trainingRow),
            table(SizingRow.queriesHead(), rows, SizingRow::queriesRow),
            table(SizingRow.scoringHead(), rows, SizingRow::scoringRow),
            table(SizingRow.scrapesHead(), rows, SizingRow::scrapesRow));
    System.out.println(text);
    Files.writeString(directory.resolve("sizing.md"), text);
  }

  private static String table(String head, List<SizingRow> rows, Function<SizingRow, String> row) {
    StringBuilder text = new StringBuilder(head);
    rows.forEach(it -> text.append(row.apply(it)));
    return text.toString();
  }
}
