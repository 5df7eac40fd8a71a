package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code serve}: puts a fleet behind a port. */
final class ServeCommand {
  private static final Set<String> OPTIONS =
      Set.of("listen", "boot", "hosts", "count", "seed", "label");
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
  private static final int THREADS = 4;
  private static final int HIGHEST_PORT = 65_535;

  private ServeCommand() {}

  /** Starts the server; the caller closes it. */
  static FleetServer start(List<String> arguments, InstantSource clock)
      throws UsageException, IOException {
    Options options = new Options(arguments, OPTIONS);
    InetSocketAddress address = address(options.get("listen", "127.0.0.1:9200"));
    Instant boot = options.requireTime("boot");
    if (boot.isAfter(clock.instant())) {
      throw new UsageException("--boot " + boot + ": expected a time in the past");
    }
    return FleetServer.start(address, options.fleet(boot), options.labels(), clock, THREADS);
  }

  private static InetSocketAddress address(String text) throws UsageException {
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
      throw new UsageException("--listen \"" + text + "\": expected HOST:PORT");
    }
    return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }
}
