package io.github.anomalyexporter.testing.watch;

import io.github.anomalyexporter.testing.telegram.PhoneLog;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Shows the scores of all instances periodically, and the messages on the phone, until its thread
 * is interrupted.
 */
public final class ScoreWatch {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Prometheus prometheus;
  private final PhoneLog phone;
  private final Display display;
  private final Clock clock;
  private final Instant start;

  /**
   * @param prometheus its URL, such as {@code http://127.0.0.1:9090}
   * @param clock for the time shown
   */
  ScoreWatch(URI prometheus, PhoneLog phone, Display display, Clock clock) {
    this.prometheus = new Prometheus(prometheus);
    this.phone = phone;
    this.display = display;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Redraws a table on a terminal, which is standard output, with the latest messages below. */
  public static ScoreWatch inTable(URI prometheus, PhoneLog phone, Clock clock, PrintStream out) {
    Display display = new TableDisplay(out, TerminalSize::ofStandardOutput);
    return new ScoreWatch(prometheus, phone, display, clock);
  }

  /** Writes a line for each update, and each new message. */
  public static ScoreWatch inLines(URI prometheus, PhoneLog phone, Clock clock, PrintStream out) {
    return new ScoreWatch(prometheus, phone, new LineDisplay(out), clock);
  }

  /** Returns only by an exception. */
  public void run() throws InterruptedException {
    while (true) {
      update();
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  /** Shows the scores once, or the reason why there are none, and the messages. */
  void update() throws InterruptedException {
    List<List<String>> messages = messages();
    try {
      List<InstanceScore> scores = Scores.read(prometheus);
      if (scores.isEmpty()) {
        String waited = "waiting for the exporter's first run, for %d s";
        display.explain(time(), waited.formatted(waited().toSeconds()), messages);
      } else {
        display.show(time(), scores, messages);
      }
    } catch (IOException e) {
      display.explain(time(), "Prometheus does not answer: " + e, messages);
    }
  }

  private List<List<String>> messages() {
    try {
      return phone.messages();
    } catch (IOException e) {
      return List.of(List.of("the phone's messages cannot be read: " + e));
    }
  }

  private String time() {
    return LocalTime.now(clock).format(TIME);
  }

  private Duration waited() {
    return Duration.between(start, clock.instant());
  }
}
