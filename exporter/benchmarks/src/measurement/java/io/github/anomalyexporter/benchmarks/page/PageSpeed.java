package io.github.anomalyexporter.benchmarks.page;

import io.github.anomalyexporter.benchmarks.api.MeasuredDetectors;
import io.github.anomalyexporter.it.support.Browser;
import io.github.anomalyexporter.server.logging.LogLayout.Format;
import io.github.anomalyexporter.server.logging.Logs;
import io.github.anomalyexporter.server.web.WebServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.event.Level;

/**
 * Measures the page of a large fleet in a real browser: alone, and while many other pages are open.
 * The server, in this process, publishes scores of all instances every 15 seconds; a model that
 * computes them is measured by {@code make measure-sizing}. Argument: the number of instances.
 */
public final class PageSpeed {
  private static final int PAGES = 100;

  /** As many clients as pages send 1,000 requests a second. */
  private static final Duration STATUS_INTERVAL = Duration.ofMillis(100);

  private static final int STATUS_TIME = 30_000;
  private static final int SCORING_SECONDS = 15;

  private PageSpeed() {}

  /** Prints two tables. */
  public static void main(String[] arguments) throws Exception {
    Logs.toStandardError(Level.WARN, Format.LOGFMT);
    Path directory = Files.createTempDirectory("page");
    ScheduledExecutorService scoring = Executors.newSingleThreadScheduledExecutor();
    try (MeasuredDetectors detectors =
            new MeasuredDetectors(
                Integer.parseInt(arguments[0]), directory, InstantSource.system());
        WebServer server = detectors.serve()) {
      ScheduledFuture<?> unused =
          scoring.scheduleAtFixedRate(
              () -> score(detectors), SCORING_SECONDS, SCORING_SECONDS, TimeUnit.SECONDS);
      measure("http://127.0.0.1:" + server.port() + "/", Browser.of(directory));
    } finally {
      scoring.shutdownNow();
    }
  }

  private static void score(MeasuredDetectors detectors) {
    try {
      detectors.score();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void measure(String address, Browser browser) throws Exception {
    browser.with("PAGE", address);
    List<String> alone = browser.prints("measure.js").lines().toList();
    PageRequests pages = new PageRequests(address);
    PacedClients others = new PacedClients(PAGES, PageRequests.INTERVAL, pages::refresh);
    List<String> together = browser.prints("measure.js").lines().toList();
    others.stop();
    System.out.printf("%n| in the browser | alone | with %s other pages |%n|---|---|---|%n", PAGES);
    IntStream.range(0, alone.size())
        .mapToObj(line -> "| " + alone.get(line) + " | " + value(together.get(line)) + " |")
        .forEach(System.out::println);
    PageRequests often = new PageRequests(address);
    PacedClients clients = new PacedClients(PAGES, STATUS_INTERVAL, often::status);
    Thread.sleep(STATUS_TIME);
    clients.stop();
    System.out.println("\n| requests | a second | median | 95 % | 99 % | slowest |");
    System.out.println("|---|---|---|---|---|---|");
    row("`fleet` of %s pages".formatted(PAGES), pages.fleet());
    row("`status` of %s pages".formatted(PAGES), pages.status());
    row("`status` of %s clients, 1,000 a second".formatted(PAGES), often.status());
  }

  private static String value(String line) {
    return line.substring(line.indexOf(" | ") + 3);
  }

  private static void row(String name, Latencies latencies) {
    System.out.println("| " + name + " | " + latencies.cells() + " |");
  }
}
