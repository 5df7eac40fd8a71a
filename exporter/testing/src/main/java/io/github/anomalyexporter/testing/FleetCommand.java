package io.github.anomalyexporter.testing;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The program: {@code serve}, {@code backfill}, {@code watch} or {@code telegram}. Exit codes: 0
 * for success, 1 for a failure at run time, 2 for wrong usage.
 */
@Command(
    name = "anomaly-exporter-testing",
    description = "Simulated hosts for Prometheus, and the tools of the demo.",
    footer = {
      "",
      "Histories join when serve and backfill get the same boot, hosts and seed.",
      "TIME is ISO 8601 or seconds since 1970."
    },
    sortOptions = false)
public final class FleetCommand implements Runnable {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads the matched option
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private FleetCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected serve, backfill, watch or telegram, found none");
  }

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    // The messages are read back as UTF-8, in any locale of the shell.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int status = commandLine(InstantSource.system(), out, err).execute(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Returns a new command line with its outputs. */
  static CommandLine commandLine(InstantSource clock, PrintStream out, PrintWriter err) {
    return new CommandLine(new FleetCommand())
        .addSubcommand(new ServeCommand(clock))
        .addSubcommand(new BackfillCommand())
        .addSubcommand(new WatchCommand(out))
        .addSubcommand(new TelegramCommand(clock, out))
        .registerConverter(Instant.class, OptionValues::time)
        .registerConverter(Duration.class, OptionValues::duration)
        .registerConverter(InetSocketAddress.class, OptionValues::address)
        .registerConverter(URI.class, OptionValues::url)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(err)
        .setExecutionExceptionHandler(FleetCommand::report);
  }

  /** Prints an expected failure; any other has a stack trace. */
  private static int report(
      Exception exception, CommandLine line, CommandLine.ParseResult arguments) throws Exception {
    if (!(exception instanceof IOException)) {
      throw exception;
    }
    line.getErr().println("failed: " + exception);
    return line.getCommandSpec().exitCodeOnExecutionException();
  }
}
