package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.server.FleetServer;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** The program: {@code serve}, {@code backfill}, {@code watch} or {@code telegram}. */
public final class FleetCommand {
  static final int OK = 0;
  static final int FAILURE = 1;
  static final int WRONG_USAGE = 2;

  private static final String USAGE =
      """
      usage:
        serve --boot TIME [--listen 127.0.0.1:9200]
        backfill --out FILE --start TIME --end TIME [--interval 20s] [--boot TIME] [--job node]
      serve and backfill:
        --hosts NAME,...     default web-1,web-2,db-1,cache-1,batch-1; the role is in the name
        --count N            so many hosts of all roles instead; each takes 2 MB of memory for
                             every day since its boot
        --seed N             default 1
        --label NAME=VALUE   one more label on all series, may be repeated
      Histories join when both commands get the same boot, hosts and seed; backfill boots at its
      start by default, and may end in the future, so that no gap is left until the first scrape.
      TIME is ISO 8601 or seconds since 1970.

        watch --prometheus URL [--phone FILE] [--format table|lines]
      Shows scores, and the messages that telegram has printed to the file.

        telegram [--listen 127.0.0.1:9300] [--token 1:token] [--format terminal|plain]
      Receives messages as Telegram's Bot API does, and prints them as a phone shows them.
      """;

  private FleetCommand() {}

  public static void main(String[] arguments) throws InterruptedException {
    Locale.setDefault(Locale.ROOT);
    // The messages are read back as UTF-8, in any locale of the shell.
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int status = run(List.of(arguments), InstantSource.system(), out, System.err);
    if (status != OK) {
      System.exit(status);
    }
  }

  /** Runs until the end or, for a server, until interrupted. Returns the exit status. */
  static int run(List<String> arguments, InstantSource clock, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      String command = arguments.isEmpty() ? "" : arguments.get(0);
      switch (command) {
        case "serve" -> serve(rest(arguments), clock, out);
        case "backfill" -> BackfillCommand.run(rest(arguments), out);
        case "watch" -> WatchCommand.run(rest(arguments), out);
        case "telegram" -> telegram(rest(arguments), clock, out);
        case "--help", "-h" -> out.print(USAGE);
        default -> throw new UsageException("expected serve, backfill, watch or telegram");
      }
      return OK;
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return WRONG_USAGE;
    } catch (IOException e) {
      err.println("failed: " + e);
      return FAILURE;
    }
  }

  private static void serve(List<String> arguments, InstantSource clock, PrintStream out)
      throws UsageException, IOException, InterruptedException {
    try (FleetServer server = ServeCommand.start(arguments, clock)) {
      out.printf(
          Locale.ROOT,
          "serving %d hosts on %s%n",
          server.live().fleet().hosts().size(),
          server.uri());
      new CountDownLatch(1).await();
    }
  }

  private static void telegram(List<String> arguments, InstantSource clock, PrintStream out)
      throws UsageException, IOException, InterruptedException {
    try (TelegramServer server = TelegramCommand.start(arguments, clock, out)) {
      out.printf("receiving messages on %s%n", server.uri());
      new CountDownLatch(1).await();
    }
  }

  private static List<String> rest(List<String> arguments) {
    return arguments.subList(1, arguments.size());
  }
}
