package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.config.ConfigException;
import io.github.anomalyexporter.server.prometheus.PrometheusException;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.web.WebException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The command line: {@code anomaly-exporter [serve|check-config|train|models|version]}. Exit codes:
 * 0 for success, 1 for a failure at run time, 2 for wrong usage or configuration.
 */
@Command(
    name = "anomaly-exporter",
    description = "anomaly_score for every host of a plain Prometheus. Without a command: serve.",
    subcommands = {
      ServeCommand.class,
      CheckConfigCommand.class,
      TrainCommand.class,
      ModelsCommand.class,
      VersionCommand.class
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

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new AnomalyExporter());
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
    return line.execute(arguments);
  }

  /** One clear message; a stack trace only for what should not happen. */
  private static int report(Exception exception, PrintWriter err) {
    if (exception instanceof ConfigException
        || exception instanceof WebException
        || exception instanceof ModelStoreException
        || exception instanceof IllegalArgumentException) {
      err.println("anomaly-exporter: " + exception.getMessage());
      return USAGE;
    } else if (exception instanceof PrometheusException) {
      err.println("anomaly-exporter: " + exception.getMessage());
      return RUNTIME_FAILURE;
    }
    exception.printStackTrace(err);
    return RUNTIME_FAILURE;
  }
}
