package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** {@code serve}: serves a fleet on a port. */
final class ServeCommand {
  private static final Set<String> OPTIONS =
      Set.of("listen", "boot", "hosts", "count", "seed", "label");
  private static final int THREADS = 4;

  private ServeCommand() {}

  /** Starts the server; the caller closes it. */
  static FleetServer start(List<String> arguments, InstantSource clock)
      throws UsageException, IOException {
    Options options = new Options(arguments, OPTIONS);
    InetSocketAddress address = options.address("listen", "127.0.0.1:9200");
    Instant boot = options.requireTime("boot");
    if (boot.isAfter(clock.instant())) {
      throw new UsageException("--boot " + boot + ": expected a time in the past");
    }
    return FleetServer.start(address, options.fleet(boot), options.labels(), clock, THREADS);
  }
}
