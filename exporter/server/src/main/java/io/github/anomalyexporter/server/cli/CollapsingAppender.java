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

/**
 * Passes warnings and errors on, but one that says the same as another shortly before: what fails
 * every few seconds would bury everything else. How often it was left out is said with the next
 * that is passed on.
 */
final class CollapsingAppender extends AppenderBase<ILoggingEvent> {
  /** Long against whatever repeats itself here, short against whoever watches the log. */
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Texts that are remembered; those of somebody who makes them up push out each other. */
  private static final int MOST_TEXTS = 200;

  private final Appender<ILoggingEvent> appender;
  private final Map<String, Repetition> repetitions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Repetition> eldest) {
          return size() > MOST_TEXTS;
        }
      };

  /** When it was last passed on, and how often left out since. */
  private record Repetition(long passedOn, int leftOut) {}

  CollapsingAppender(Appender<ILoggingEvent> appender) {
    this.appender = appender;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      appender.doAppend(event);
      return;
    }
    String text = event.getLevel() + event.getLoggerName() + event.getFormattedMessage();
    Repetition last = repetitions.get(text);
    // Either way: the clock may have been set back.
    if (last != null && Math.abs(event.getTimeStamp() - last.passedOn()) < INTERVAL.toMillis()) {
      repetitions.put(text, new Repetition(last.passedOn(), last.leftOut() + 1));
      return;
    }
    repetitions.remove(text); // so that it becomes the youngest
    repetitions.put(text, new Repetition(event.getTimeStamp(), 0));
    appender.doAppend(last == null || last.leftOut() == 0 ? event : with(event, last.leftOut()));
  }

  private static ILoggingEvent with(ILoggingEvent event, int leftOut) {
    LoggingEvent told = new LoggingEvent();
    told.setTimeStamp(event.getTimeStamp());
    told.setLevel(event.getLevel());
    told.setLoggerName(event.getLoggerName());
    told.setThreadName(event.getThreadName());
    told.setMessage(event.getFormattedMessage() + " (and " + leftOut + " times before)");
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
}
