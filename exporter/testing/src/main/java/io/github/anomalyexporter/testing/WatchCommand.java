package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.telegram.PhoneLog;
import io.github.anomalyexporter.testing.watch.ScoreWatch;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code watch}: shows the exporter's scores in Prometheus, and the phone's messages. */
final class WatchCommand {
  private static final Set<String> OPTIONS = Set.of("prometheus", "format", "phone");

  private WatchCommand() {}

  /** Returns only by an exception. */
  static void run(List<String> arguments, PrintStream out)
      throws UsageException, InterruptedException {
    Options options = new Options(arguments, OPTIONS);
    URI prometheus = url(options.require("prometheus"));
    String format = options.get("format", "table");
    boolean table =
        switch (format) {
          case "table" -> true;
          case "lines" -> false;
          default ->
              throw new UsageException("--format \"" + format + "\": expected table or lines");
        };
    PhoneLog phone = phone(options.get("phone"));
    Clock clock = Clock.system(ZoneId.systemDefault());
    ScoreWatch watch =
        table
            ? ScoreWatch.inTable(prometheus, phone, clock, out)
            : ScoreWatch.inLines(prometheus, phone, clock, out);
    watch.run();
  }

  private static PhoneLog phone(@Nullable String file) {
    return file == null ? PhoneLog.none() : PhoneLog.of(Path.of(file));
  }

  private static URI url(String text) throws UsageException {
    try {
      URI url = new URI(text);
      if (url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below, as for a URL without a host.
    }
    throw new UsageException("--prometheus \"" + text + "\": expected http://HOST:PORT");
  }
}
