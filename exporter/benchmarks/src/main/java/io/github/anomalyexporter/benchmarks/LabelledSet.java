package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A folder of labelled pairs.
 *
 * @param name of the folder
 * @param step between two rows
 */
record LabelledSet(String name, Duration step) {
  static final List<LabelledSet> ALL =
      List.of(
          new LabelledSet("smd", Duration.ofMinutes(1)),
          new LabelledSet("asd", Duration.ofMinutes(5)),
          new LabelledSet("js2", Duration.ofMinutes(5)));

  /**
   * Reads all pairs.
   *
   * @param data the folder of the sets
   */
  List<Dataset> read(Path data) {
    return Pair.in(data.resolve(name)).stream().map(pair -> Dataset.read(pair, step)).toList();
  }
}
