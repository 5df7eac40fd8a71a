package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.Pair;
import io.github.anomalyexporter.evaluation.past.NewHosts;
import io.github.anomalyexporter.evaluation.past.NewHosts.Host;
import io.github.anomalyexporter.evaluation.report.NewHostsReport;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code evaluate --fleet}: the pairs of files are the hosts of a fleet, and each of them is a new
 * host in turn.
 */
final class FleetEvaluation {
  /** Lengths of history that are measured if the option has no value. */
  static final String HISTORIES = "6h,12h,24h,72h,168h";

  private static final Duration LONGEST = Duration.ofDays(365);

  private final Duration step;
  private final List<Duration> histories;

  /**
   * @param value of the option
   * @throws UsageException if it is not a list of durations
   */
  FleetEvaluation(String value, Duration step) {
    this.step = step;
    this.histories = parse(value);
  }

  private List<Duration> parse(String value) {
    List<Duration> parsed = new ArrayList<>();
    for (String each : value.split(",", -1)) {
      parsed.add(
          PrometheusDuration.parse(each)
              .filter(it -> it.compareTo(step) >= 0 && it.compareTo(LONGEST) <= 0)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--fleet: expected durations from a step to a year, such as 6h,24h, found "
                              + value)));
    }
    return parsed;
  }

  /**
   * Measures all hosts.
   *
   * @throws UsageException if the pairs are not a labelled fleet
   */
  NewHostsReport measure(List<Pair> pairs, DetectorKind kind, long seed, ProgressLine line) {
    List<Dataset> datasets = read(pairs);
    DetectorConfig detector =
        ConfigFile.defaults(kind).detectors().get(0).with(datasets.get(0).features(), seed);
    List<Host> hosts = datasets.stream().map(FleetEvaluation::host).toList();
    return new NewHostsReport(
        kind.name(),
        seed,
        hosts.size(),
        new NewHosts(detector::training, hosts)
            .measure(
                histories,
                (done, of) ->
                    line.show("%s of %s: hosts by lengths of history".formatted(done, of))));
  }

  private List<Dataset> read(List<Pair> pairs) {
    if (pairs.size() < 2) {
      throw new UsageException(
          "--fleet: expected at least two pairs of files, found one, %s; without --fleet it is evaluated alone"
              .formatted(pairs.get(0).test()));
    }
    Set<String> names = new HashSet<>();
    for (Pair pair : pairs) {
      if (!names.add(pair.instance())) {
        throw new UsageException(
            "--fleet: expected test files of different names, found %s twice; rename a pair or leave it out"
                .formatted(pair.instance()));
      }
    }
    List<Dataset> datasets = pairs.stream().map(pair -> Dataset.read(pair, step)).toList();
    Dataset first = datasets.get(0);
    for (Dataset each : datasets) {
      if (!each.test().columns().equals(first.test().columns())) {
        throw new UsageException(
            "--fleet: expected the columns of %s in every file, in the same order, found other columns in %s; evaluate it without --fleet or in another directory"
                .formatted(first.pair().test(), each.pair().test()));
      }
    }
    return datasets;
  }

  private static Host host(Dataset dataset) {
    if (dataset.labels() == null) {
      throw new UsageException(
          "--fleet: expected a last column named label in every test file, found none in %s; label it or leave it out"
              .formatted(dataset.pair().test()));
    }
    return new Host(dataset.history(), dataset.test(), dataset.labels());
  }
}
