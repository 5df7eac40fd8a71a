package io.github.anomalyexporter.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Appender that suppresses repeated warnings and errors: an event whose text was logged less than
 * {@link #INTERVAL} ago, and events of the same message with different arguments (such as client
 * addresses) beyond {@link #MOST_OF_A_MESSAGE} per interval. The next event that is logged states
 * how many were suppressed.
 */
final class CollapsingAppender extends AppenderBase<ILoggingEvent> {
  /** Longer than the period of repeated events, short enough for operators who follow the log. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Maximum number of events of one message in an interval, with any arguments. */
  static final int MOST_OF_A_MESSAGE = 20;

  /** Number of texts and messages that are remembered; the oldest is evicted. */
  private static final int MOST_REMEMBERED = 200;

  /** Characters of a text that are remembered: it may contain the response of a server. */
  private static final int LONGEST_REMEMBERED = 500;

  private final Appender<ILoggingEvent> appender;
  private final Remembered texts = new Remembered(1);
  private final Remembered messages = new Remembered(MOST_OF_A_MESSAGE);

  CollapsingAppender(Appender<ILoggingEvent> appender) {
    this.appender = appender;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      appender.doAppend(event);
      return;
    }
    String kind = event.getLevel() + event.getLoggerName();
    long time = event.getTimeStamp();
    OptionalInt same = texts.admit(key(kind + event.getFormattedMessage()), time);
    if (same.isEmpty()) {
      return;
    }
    OptionalInt alike = messages.admit(key(kind + event.getMessage()), time);
    if (alike.isEmpty()) {
      return;
    }
    if (same.getAsInt() > 0) {
      appender.doAppend(with(event, " (and " + same.getAsInt() + " times before)"));
    } else if (alike.getAsInt() > 0) {
      appender.doAppend(with(event, " (and " + alike.getAsInt() + " similar before)"));
    } else {
      appender.doAppend(event);
    }
  }

  private static String key(String text) {
    return text.length() <= LONGEST_REMEMBERED
        ? text
        : text.substring(0, LONGEST_REMEMBERED) + text.hashCode();
  }

  private static ILoggingEvent with(ILoggingEvent event, String count) {
    LoggingEvent told = new LoggingEvent();
    told.setTimeStamp(event.getTimeStamp());
    told.setLevel(event.getLevel());
    told.setLoggerName(event.getLoggerName());
    told.setThreadName(event.getThreadName());
    told.setMessage(event.getFormattedMessage() + count);
    if (event.getThrowableProxy() instanceof ThrowableProxy throwable) {
      told.setThrowableProxy(throwable);
    }
    return told;
  }

  @Override
  public void stop() {
    super.stop();
    appender.stop();
  }

  /**
   * @param since when the interval began
   * @param passedOn events logged in the interval
   * @param leftOut events suppressed since the last one that was logged
   */
  private record Repetition(long since, int passedOn, int leftOut) {}

  /** Counts of recently logged events, by key. */
  private static final class Remembered {
    private final int most;
    private final Map<String, Repetition> repetitions =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Repetition> eldest) {
            return size() > MOST_REMEMBERED;
          }
        };

    /**
     * @param most maximum number of events of one key in an interval
     */
    Remembered(int most) {
      this.most = most;
    }

    /**
     * Counts an event.
     *
     * @return the number of suppressed events before it, or empty if the event is suppressed
     */
    OptionalInt admit(String key, long time) {
      Repetition last = repetitions.getOrDefault(key, new Repetition(time, 0, 0));
      // The absolute difference, because the clock may have been set back.
      if (Math.abs(time - last.since()) >= INTERVAL.toMillis()) {
        last = new Repetition(time, 0, last.leftOut());
      }
      if (last.passedOn() >= most) {
        repetitions.put(key, new Repetition(last.since(), last.passedOn(), last.leftOut() + 1));
        return OptionalInt.empty();
      }
      repetitions.remove(key); // reinserted as the newest
      repetitions.put(key, new Repetition(last.since(), last.passedOn() + 1, 0));
      return OptionalInt.of(last.leftOut());
    }
  }
}
