package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.telegram.Phone;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Command {@code telegram}: receives messages to Telegram and shows them. */
@Command(
    name = "telegram",
    description =
        "Receives messages as Telegram's Bot API does, and prints them as a phone shows them.",
    sortOptions = false)
final class TelegramCommand implements Callable<Integer> {
  private final InstantSource clock;
  private final PrintStream out;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9300",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private InetSocketAddress address = new InetSocketAddress(0);

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "1:token",
      description = "Token of the only bot (default: ${DEFAULT-VALUE}).")
  private String token = "1:token";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "terminal",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TERMINAL;

  @Spec private CommandSpec spec = CommandSpec.create();

  TelegramCommand(InstantSource clock, PrintStream out) {
    this.clock = clock;
    this.out = out;
  }

  /** The values of {@code --format}. */
  private enum Format {
    TERMINAL,
    PLAIN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!token.matches("[0-9A-Za-z:_-]+")) {
      throw new ParameterException(
          spec.commandLine(),
          "--token: expected letters, digits, colons, dashes and underscores, found " + token);
    }
    Phone phone = new Phone(out, format == Format.TERMINAL, ZoneId.systemDefault());
    try (TelegramServer server = TelegramServer.start(address, token, clock, phone)) {
      out.printf("receiving messages on %s%n", server.uri());
      new CountDownLatch(1).await();
    }
    return 0;
  }
}
