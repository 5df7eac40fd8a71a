package io.github.anomalyexporter.testing.watch;

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

/** Shows the scores of all instances again and again, until its thread is interrupted. */
public final class ScoreWatch {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final Prometheus prometheus;
  private final boolean table;
  private final Clock clock;
  private final PrintStream out;
  private final Instant start;
  private int linesShown;

  /**
   * @param prometheus its URL, such as {@code http://127.0.0.1:9090}
   * @param table whether to redraw a table; else a line is written for each update
   * @param clock for the time shown
   */
  public ScoreWatch(URI prometheus, boolean table, Clock clock, PrintStream out) {
    this.prometheus = new Prometheus(prometheus);
    this.table = table;
    this.clock = clock;
    this.out = out;
    this.start = clock.instant();
  }

  /** Returns only by its exception. */
  public void run() throws InterruptedException {
    while (true) {
      update();
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  /** Shows the scores once, or why there are none. */
  void update() throws InterruptedException {
    try {
      List<InstanceScore> scores = Scores.read(prometheus);
      if (scores.isEmpty()) {
        show(List.of("waiting for the exporter's first run, for " + waited().toSeconds() + " s"));
      } else {
        show(table ? ScoreTable.lines(scores) : List.of(ScoreTable.line(scores)));
      }
    } catch (IOException e) {
      show(List.of("Prometheus does not answer: " + e));
    }
  }

  private Duration waited() {
    return Duration.between(start, clock.instant());
  }

  private void show(List<String> lines) {
    String time = LocalTime.now(clock).format(TIME);
    if (table && linesShown > 0) {
      out.print("\u001b[" + linesShown + "A\u001b[J");
    }
    out.print(time + (table ? "\n" : " "));
    lines.forEach(out::println);
    out.flush();
    linesShown = lines.size() + 1;
  }
}
