package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.exposition.Backfill;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code backfill}: writes the history of a fleet to a file. */
final class BackfillCommand {
  private static final Set<String> OPTIONS =
      Set.of("out", "start", "end", "interval", "boot", "hosts", "count", "seed", "job", "label");

  private BackfillCommand() {}

  static void run(List<String> arguments, PrintStream out) throws UsageException, IOException {
    Options options = new Options(arguments, OPTIONS);
    Path file = Path.of(options.require("out"));
    Instant start = options.requireTime("start");
    Instant end = options.requireTime("end");
    Instant boot = options.get("boot") == null ? start : options.requireTime("boot");
    Backfill backfill;
    try {
      backfill =
          new Backfill(
              options.fleet(boot),
              start,
              end,
              options.duration("interval", "20s"),
              options.get("job", "node"),
              options.labels());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    try (OutputStream stream = Files.newOutputStream(file)) {
      long samples = backfill.writeTo(stream);
      out.printf(Locale.ROOT, "%d samples written to %s%n", samples, file);
    }
  }
}
