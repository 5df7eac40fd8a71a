package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.telegram.Phone;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** {@code telegram}: receives messages to Telegram and shows them. */
final class TelegramCommand {
  private static final Set<String> OPTIONS = Set.of("listen", "token", "format");

  private TelegramCommand() {}

  /** Starts the server; the caller closes it. */
  static TelegramServer start(List<String> arguments, InstantSource clock, PrintStream out)
      throws UsageException, IOException {
    Options options = new Options(arguments, OPTIONS);
    String token = options.get("token", "1:token");
    if (!token.matches("[0-9A-Za-z:_-]+")) {
      throw new UsageException(
          "--token \"" + token + "\": expected letters, digits, colons, dashes and underscores");
    }
    Phone phone = new Phone(out, isTerminal(options), ZoneId.systemDefault());
    return TelegramServer.start(options.address("listen", "127.0.0.1:9300"), token, clock, phone);
  }

  private static boolean isTerminal(Options options) throws UsageException {
    String format = options.get("format", "terminal");
    return switch (format) {
      case "terminal" -> true;
      case "plain" -> false;
      default ->
          throw new UsageException("--format \"" + format + "\": expected terminal or plain");
    };
  }
}
