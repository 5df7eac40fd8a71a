package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.exposition.Backfill;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code backfill}: writes the history of a fleet to a file. */
@Command(
    name = "backfill",
    description = "Writes the history of simulated hosts to a file, in the format of OpenMetrics.",
    sortOptions = false)
final class BackfillCommand implements Callable<Integer> {
  @Option(names = "--out", paramLabel = "FILE", required = true, description = "File to write.")
  private Path file = Path.of("");

  @Option(
      names = "--start",
      paramLabel = "TIME",
      required = true,
      description = "Start of the history.")
  private Instant start = Instant.EPOCH;

  @Option(
      names = "--end",
      paramLabel = "TIME",
      required = true,
      description =
          "End of the history; may be in the future, so that no gap is left until the first scrape.")
  private Instant end = Instant.EPOCH;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "20s",
      description = "Time between two scrapes (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ZERO;

  @Option(
      names = "--boot",
      paramLabel = "TIME",
      description = "Boot of the hosts (default: the start).")
  private @Nullable Instant boot;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "node",
      description = "Value of the label job (default: ${DEFAULT-VALUE}).")
  private String job = "node";

  @Mixin private FleetOptions fleet = new FleetOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Backfill backfill = backfill();
    try (OutputStream stream = Files.newOutputStream(file)) {
      long samples = backfill.writeTo(stream);
      spec.commandLine().getOut().printf(Locale.ROOT, "%d samples written to %s%n", samples, file);
    }
    return 0;
  }

  private Backfill backfill() {
    try {
      return new Backfill(
          fleet.fleet(boot == null ? start : boot), start, end, interval, job, fleet.labels());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
