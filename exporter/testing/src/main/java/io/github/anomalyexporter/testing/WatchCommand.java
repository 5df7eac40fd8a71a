package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.telegram.PhoneLog;
import io.github.anomalyexporter.testing.watch.ScoreWatch;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code watch}: shows the exporter's scores in Prometheus, and the phone's messages. */
@Command(
    name = "watch",
    description = "Shows scores, and the messages that telegram has printed to a file.",
    sortOptions = false)
final class WatchCommand implements Callable<Integer> {
  private final PrintStream out;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "Prometheus with the scores, such as http://127.0.0.1:9090.")
  private URI prometheus = URI.create("");

  @Option(names = "--phone", paramLabel = "FILE", description = "Output of telegram.")
  private @Nullable Path phone;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TABLE;

  WatchCommand(PrintStream out) {
    this.out = out;
  }

  /** The values of {@code --format}. */
  private enum Format {
    TABLE,
    LINES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns only by an exception. */
  @Override
  public Integer call() throws InterruptedException {
    PhoneLog messages = phone == null ? PhoneLog.none() : PhoneLog.of(phone);
    Clock clock = Clock.system(ZoneId.systemDefault());
    ScoreWatch watch =
        format == Format.TABLE
            ? ScoreWatch.inTable(prometheus, messages, clock, out)
            : ScoreWatch.inLines(prometheus, messages, clock, out);
    watch.run();
    return 0;
  }
}
