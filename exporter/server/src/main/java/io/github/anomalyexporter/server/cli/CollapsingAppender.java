package io.github.anomalyexporter.server.cli;

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
 * Passes warnings and errors on, but leaves out those that would bury everything else: one whose
 * text was passed on shortly before, and those beyond a number a minute that differ in what is
 * filled into the same message, such as the address of a client. How many were left out is said
 * with the next one that is passed on.
 */
final class CollapsingAppender extends AppenderBase<ILoggingEvent> {
  /** Long against whatever repeats itself here, short against whoever watches the log. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Lines of one message in an interval, whatever is filled in. */
  static final int MOST_OF_A_MESSAGE = 20;

  /** Texts and messages that are remembered; new ones push out the oldest. */
  private static final int MOST_REMEMBERED = 200;

  /** Of a text that is remembered: what a server sends may be in it. */
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
      appender.doAppend(with(event, " (and " + alike.getAsInt() + " others like it before)"));
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
   * @param passedOn in the interval
   * @param leftOut since the last one that was passed on
   */
  private record Repetition(long since, int passedOn, int leftOut) {}

  /** How often what was passed on lately, by its key. */
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
     * @param most of one key in an interval
     */
    Remembered(int most) {
      this.most = most;
    }

    /**
     * Counts one more.
     *
     * @return how many were left out before it, or empty if it is to be left out as well
     */
    OptionalInt admit(String key, long time) {
      Repetition last = repetitions.getOrDefault(key, new Repetition(time, 0, 0));
      // Either way: the clock may have been set back.
      if (Math.abs(time - last.since()) >= INTERVAL.toMillis()) {
        last = new Repetition(time, 0, last.leftOut());
      }
      if (last.passedOn() >= most) {
        repetitions.put(key, new Repetition(last.since(), last.passedOn(), last.leftOut() + 1));
        return OptionalInt.empty();
      }
      repetitions.remove(key); // so that it becomes the youngest
      repetitions.put(key, new Repetition(last.since(), last.passedOn() + 1, 0));
      return OptionalInt.of(last.leftOut());
    }
  }
}
