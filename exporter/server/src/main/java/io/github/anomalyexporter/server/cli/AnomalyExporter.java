package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.evaluation.input.InputException;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.run.HistoryTooLargeException;
import io.github.anomalyexporter.server.run.LostFeaturesException;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.web.WebException;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line: {@code anomaly-exporter
 * [serve|check-config|train|backtest|evaluate|models|calendar|rules|version]}. Exit codes: 0 for
 * success, 1 for a failure at run time, 2 for wrong usage or configuration.
 */
@Command(
    name = "anomaly-exporter",
    description =
        "Exports an anomaly_score for every host in Prometheus. The default command is serve.",
    subcommands = {
      ServeCommand.class,
      CheckConfigCommand.class,
      TrainCommand.class,
      BacktestCommand.class,
      EvaluateCommand.class,
      ModelsCommand.class,
      CalendarCommand.class,
      RulesCommand.class,
      TokenCommand.class,
      VersionCommand.class,
      TrainingProcessCommand.class
    },
    mixinStandardHelpOptions = false,
    sortOptions = false)
public final class AnomalyExporter implements Callable<Integer> {
  static final int RUNTIME_FAILURE = 1;
  static final int USAGE = 2;

  @Mixin private ServeCommand serve = new ServeCommand();

  @Override
  public Integer call() throws Exception {
    return serve.call();
  }

  /**
   * Runs a command and ends the process with its exit code.
   *
   * <p>The JVM's locale is fixed: TensorFlow's Java binding formats node names with the default
   * locale and fails in locales with non-ASCII digits.
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** Returns a new command line with the exporter's error output and exit codes. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new AnomalyExporter());
    showVersion(line);
    line.setExecutionStrategy(AnomalyExporter::executeLast);
    line.setExecutionExceptionHandler(
        (exception, commandLine, parsed) -> report(exception, commandLine.getErr()));
    line.setParameterExceptionHandler(
        (exception, unparsed) -> {
          exception
              .getCommandLine()
              .getErr()
              .println("anomaly-exporter: " + exception.getMessage());
          exception.getCommandLine().getErr().println("Try --help.");
          return USAGE;
        });
    return line;
  }

  private static void showVersion(CommandLine line) {
    line.getCommandSpec().versionProvider(new VersionCommand());
    line.getSubcommands().values().forEach(AnomalyExporter::showVersion);
  }

  /**
   * Rejects flags before a command: they belong to {@code serve}, and the command would ignore them
   * and use another configuration.
   */
  private static int executeLast(ParseResult parsed) {
    boolean help = parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
    if (parsed.hasSubcommand() && !help && !parsed.matchedOptions().isEmpty()) {
      String flag = parsed.matchedOptions().get(0).longestName();
      String command = parsed.subcommand().commandSpec().name();
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "expected flags after the command, found %s before it; use: anomaly-exporter %s %s ..."
              .formatted(flag, command, flag));
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /**
   * Prints the message of an expected failure, the stack trace of any other, and returns the exit
   * code.
   */
  private static int report(Exception exception, PrintWriter err) {
    if (exception instanceof ConfigException
        || exception instanceof WebException
        || exception instanceof ModelStoreException
        || exception instanceof SampleStoreException
        || exception instanceof ModelRuntimeException
        || exception instanceof InputException
        || exception instanceof UsageException) {
      err.println("anomaly-exporter: " + exception.getMessage());
      return USAGE;
    } else if (exception instanceof RequestException
        || exception instanceof AmbiguousSeriesException
        || exception instanceof HistoryTooLargeException
        || exception instanceof LostFeaturesException) {
      err.println("anomaly-exporter: " + exception.getMessage());
      return RUNTIME_FAILURE;
    }
    exception.printStackTrace(err);
    return RUNTIME_FAILURE;
  }
}
