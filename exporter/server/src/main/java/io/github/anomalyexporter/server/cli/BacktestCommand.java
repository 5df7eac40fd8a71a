package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.evaluation.backtest.BacktestJson;
import io.github.anomalyexporter.evaluation.backtest.BacktestResult;
import io.github.anomalyexporter.evaluation.backtest.BacktestTable;
import io.github.anomalyexporter.evaluation.input.IncidentsFile;
import io.github.anomalyexporter.server.app.CommandSession;
import io.github.anomalyexporter.server.backtest.Backtest.When;
import io.github.anomalyexporter.server.backtest.IncidentSource;
import io.github.anomalyexporter.server.backtest.Stages;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code backtest}: evaluates a detector on a past range before it goes into service. */
@Command(
    name = "backtest",
    description =
        "Scores a past range of Prometheus as serve would have: reports which alerts would have fired, how often, why, and the cost of operation. Changes nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
  /** Value of {@code --incidents} for the series {@code ALERTS} of Prometheus. */
  private static final String ALERTS = "alerts";

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private InferenceOption inference = new InferenceOption();

  @Option(
      names = "--detector",
      paramLabel = "NAME",
      description = "Detector of the configuration; required if there are several.")
  private @Nullable String detector;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description =
          "Start of the scored range: RFC 3339, Unix seconds, or a duration ago such as 7d. Trains on the history before it (default: up to 3 days before the end, less if Prometheus has less history).")
  private @Nullable String start;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      description = "End of the scored range (default: now).")
  private @Nullable String end;

  @Option(
      names = "--incidents",
      paramLabel = "FILE",
      description =
          "CSV of known incidents with the columns instance,start,end and optionally name and other identity labels; an empty instance means all. Or the word alerts: the firing ALERTS series of Prometheus.")
  private @Nullable String incidents;

  @Option(names = "--json", description = "Prints JSON instead of tables.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    ProgressLine line = ProgressLine.onError(spec.commandLine().getErr());
    BacktestResult result;
    try (CommandSession session =
        CommandSession.open(options.settings().with(inference.choice()))) {
      Instant now = session.clock().instant();
      When when = new When(time("--start", start, now), time("--end", end, now), now);
      DetectorConfig config = chosen(ConfigOptions.queried(session.config(), detector));
      result =
          session.backtest(
              config,
              when,
              incidents(session, config),
              new Stages((text, done) -> line.show(text)));
    } finally {
      line.show("");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? BacktestJson.of(result) + System.lineSeparator() : BacktestTable.of(result));
    out.flush();
    return result.isScored() ? 0 : AnomalyExporter.RUNTIME_FAILURE;
  }

  private DetectorConfig chosen(List<DetectorConfig> all) {
    List<DetectorConfig> chosen =
        all.stream().filter(it -> detector == null || it.name().equals(detector)).toList();
    if (chosen.size() != 1) {
      throw new UsageException(
          "--detector: expected one of %s, found %s"
              .formatted(
                  all.stream().map(DetectorConfig::name).toList(),
                  detector == null ? "none" : detector));
    }
    return chosen.get(0);
  }

  private static @Nullable Instant time(String flag, @Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    return When.time(text, now)
        .orElseThrow(
            () -> new UsageException(flag + ": expected " + When.SYNTAX + ", found " + text));
  }

  private @Nullable IncidentSource incidents(CommandSession session, DetectorConfig config) {
    if (incidents == null) {
      return null;
    } else if (incidents.equals(ALERTS)) {
      return session.firingAlerts(config)::during;
    }
    var read = IncidentsFile.read(path(incidents));
    return (instances, range) -> read;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }
}
