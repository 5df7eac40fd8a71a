package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.html.HtmlReport;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.Pair;
import io.github.anomalyexporter.evaluation.past.InUse;
import io.github.anomalyexporter.evaluation.past.Protocol;
import io.github.anomalyexporter.evaluation.past.TrainedOnce;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import io.github.anomalyexporter.evaluation.report.Evaluation.Scored;
import io.github.anomalyexporter.evaluation.report.EvaluationJson;
import io.github.anomalyexporter.evaluation.report.EvaluationTable;
import io.github.anomalyexporter.evaluation.report.NewHostsJson;
import io.github.anomalyexporter.evaluation.report.NewHostsReport;
import io.github.anomalyexporter.evaluation.report.NewHostsTable;
import io.github.anomalyexporter.evaluation.report.ScoresFile;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code evaluate}: measures the quality of a detector on labelled rows from files. */
@Command(
    name = "evaluate",
    description =
        "Trains on CSV files, scores test CSV files, and reports how well the scores match the label column of the test files.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  private static final int MOST_SEEDS = 100;

  /** Alias of the kind that {@code serve} runs without a configuration. */
  private static final String DEFAULT = "default";

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description =
          "CSV to train on (.csv or .csv.gz): a header, then one row per step; empty cells are missing. A column named label is ignored. May be repeated, with the same number of --test.")
  private List<Path> train = new ArrayList<>();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "CSV to score, with the same columns. The last column may be label, 0 or 1. The dimensions of each incident are read from NAME.interpretation.txt next to NAME.test.csv.")
  private List<Path> test = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIRECTORY",
      description =
          "Uses every pair NAME.train.csv.gz and NAME.test.csv.gz in the directory. May be repeated.")
  private List<Path> directories = new ArrayList<>();

  @Option(
      names = "--step",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "Time between two rows (default: ${DEFAULT-VALUE}).")
  private String step = "1m";

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description =
          "Kind of detector to evaluate. May be repeated (default: autoencoder, alias: default).")
  private List<String> detectors = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Seed of the training (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      defaultValue = "1",
      description =
          "Number of seeds to train with, starting at --seed (default: ${DEFAULT-VALUE}).")
  private int seeds = 1;

  @Option(
      names = "--scores",
      paramLabel = "FILE",
      description =
          "Writes row, error, threshold, score and contributions of the test rows to this CSV; requires one pair, detector and seed.")
  private @Nullable Path scores;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes an HTML page with charts: scores and events, errors and threshold, contributions, precision and recall.")
  private @Nullable Path html;

  @Option(
      names = "--in-use",
      description =
          "Retrains every day on the preceding rows, as serve does, instead of once. The test rows must follow the training rows.")
  private boolean inUse;

  @Option(
      names = "--fleet",
      paramLabel = "DURATION,...",
      arity = "0..1",
      fallbackValue = FleetEvaluation.HISTORIES,
      description =
          "Measures instead the first day of each host as a new host with so much history, alone and in a fleet of the other hosts (without a value: "
              + FleetEvaluation.HISTORIES
              + "). Requires labelled pairs of at least two hosts, with the same columns; trains as serve does.")
  private @Nullable String fleet;

  @Option(names = "--json", description = "Prints JSON instead of a table.")
  private boolean json;

  @Mixin private InferenceOption inference = new InferenceOption();

  @Mixin private LogOptions logs = new LogOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    logs.apply();
    List<Pair> pairs = pairs();
    Duration rowStep = step();
    List<DetectorKind> chosen = detectors();
    require("--seeds", "1 to " + MOST_SEEDS, seeds >= 1 && seeds <= MOST_SEEDS, seeds);
    ProgressLine line = ProgressLine.onError(spec.commandLine().getErr());
    PrintWriter out = spec.commandLine().getOut();
    if (fleet == null) {
      List<Evaluation> results = evaluate(pairs, rowStep, chosen, line);
      out.print(
          json ? EvaluationJson.of(results) + System.lineSeparator() : EvaluationTable.of(results));
    } else {
      NewHostsReport report = newHosts(fleet, pairs, rowStep, chosen, line);
      out.print(json ? NewHostsJson.of(report) + System.lineSeparator() : NewHostsTable.of(report));
    }
    out.flush();
    return 0;
  }

  private NewHostsReport newHosts(
      String histories,
      List<Pair> pairs,
      Duration rowStep,
      List<DetectorKind> chosen,
      ProgressLine line) {
    int detectorsAndSeeds = chosen.size() * seeds;
    require("--fleet", "one detector and seed", detectorsAndSeeds == 1, detectorsAndSeeds);
    if (scores != null || html != null || inUse) {
      throw new UsageException(
          "--fleet: expected none of --scores, --html and --in-use with it, found "
              + (scores != null ? "--scores" : html != null ? "--html" : "--in-use"));
    }
    NewHostsReport report =
        new FleetEvaluation(histories, rowStep).measure(pairs, chosen.get(0), seed, line);
    line.show("");
    return report;
  }

  private List<Evaluation> evaluate(
      List<Pair> pairs, Duration rowStep, List<DetectorKind> chosen, ProgressLine line) {
    int evaluations = pairs.size() * chosen.size() * seeds;
    require(
        "--scores", "one pair, detector and seed", scores == null || evaluations == 1, evaluations);
    HtmlReport report = new HtmlReport();
    List<Evaluation> results = new ArrayList<>();
    for (Pair pair : pairs) {
      Dataset dataset = Dataset.read(pair, rowStep);
      for (DetectorKind kind : chosen) {
        for (long each = seed; each < seed + seeds; each++) {
          String what =
              "%s of %s: %s, %s, seed %s"
                  .formatted(results.size() + 1, evaluations, pair.instance(), kind.name(), each);
          Scored scored = evaluate(dataset, kind, each, line.epochs(what));
          results.add(scored.evaluation());
          write("--scores", scores, file -> ScoresFile.write(file, scored.scores()));
          if (html != null) {
            report.add(dataset, scored);
          }
        }
      }
    }
    line.show("");
    write("--html", html, report::write);
    return results;
  }

  /** Trains and scores with the default configuration of the kind. */
  private Scored evaluate(
      Dataset dataset, DetectorKind kind, long trainingSeed, TrainingProgress progress) {
    DetectorConfig defaults = ConfigFile.defaults(kind).detectors().get(0);
    Protocol protocol = inUse ? new InUse() : new TrainedOnce();
    return Evaluation.of(
        dataset,
        kind.name(),
        defaults.with(dataset.features(), trainingSeed).training(),
        protocol,
        progress);
  }

  private List<Pair> pairs() {
    if (train.size() != test.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected as many --test as --train, found %s and %s"
              .formatted(test.size(), train.size()));
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < train.size(); i++) {
      pairs.add(Pair.of(train.get(i), test.get(i)));
    }
    directories.forEach(directory -> pairs.addAll(Pair.in(directory)));
    if (pairs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "expected --train and --test, or --dir, found neither");
    }
    return pairs;
  }

  private Duration step() {
    return PrometheusDuration.parse(step)
        .filter(parsed -> !parsed.isZero() && parsed.compareTo(Duration.ofDays(1)) <= 0)
        .orElseThrow(
            () ->
                new UsageException(
                    "--step: expected a duration up to a day, such as 15s or 5m, found " + step));
  }

  private List<DetectorKind> detectors() {
    List<DetectorKind> chosen = new ArrayList<>();
    for (String name : detectors.isEmpty() ? List.of(DEFAULT) : detectors) {
      DetectorKind kind =
          name.equals(DEFAULT) ? DetectorKinds.AUTOENCODER : DetectorKinds.byName().get(name);
      if (kind == null) {
        throw new UsageException(
            "--detector: expected one of %s, found %s"
                .formatted(DetectorKinds.byName().keySet(), name));
      }
      kind.requireRuntime();
      chosen.add(kind.with(inference.choice()));
    }
    return chosen;
  }

  private static void require(String flag, String expectation, boolean right, int found) {
    if (!right) {
      throw new UsageException("%s: expected %s, found %s".formatted(flag, expectation, found));
    }
  }

  /** Writes output to a file. */
  private interface Writing {
    void to(Path file) throws IOException;
  }

  private static void write(String flag, @Nullable Path file, Writing writing) {
    if (file != null) {
      try {
        writing.to(file);
      } catch (IOException e) {
        throw new UsageException(
            flag + ": expected a file that can be written to, found " + file, e);
      }
    }
  }
}
