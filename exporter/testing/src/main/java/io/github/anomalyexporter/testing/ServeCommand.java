package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code serve}: serves a fleet on a port. */
@Command(
    name = "serve",
    description = "Serves the pages of simulated hosts until it is stopped.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final int THREADS = 4;

  private final InstantSource clock;

  @Option(
      names = "--boot",
      paramLabel = "TIME",
      required = true,
      description = "Boot of the hosts, in the past.")
  private Instant boot = Instant.EPOCH;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9200",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private InetSocketAddress address = new InetSocketAddress(0);

  @Mixin private FleetOptions fleet = new FleetOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  ServeCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (FleetServer server = start()) {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "serving %d hosts on %s%n",
              server.live().fleet().hosts().size(),
              server.uri());
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /** Starts the server; the caller closes it. */
  FleetServer start() throws IOException {
    if (boot.isAfter(clock.instant())) {
      throw new ParameterException(
          spec.commandLine(), "--boot: expected a time in the past, found " + boot);
    }
    return FleetServer.start(address, fleet.fleet(boot), fleet.labels(), clock, THREADS);
  }
}
