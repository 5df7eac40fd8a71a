package io.github.anomalyexporter.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Logging to standard error, one line for each event. */
final class Logs {
  /** Quotes and line ends are escaped, so that an event stays one line and one value. */
  private static final String LOGFMT =
      "ts=%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\",UTC} level=%level{lowerCase} logger=%logger{0}"
          + " msg=\"%replace(%replace(%msg){'\"','\\\\\"'}){'[\\r\\n]+',' '}\"%n%rEx";

  private Logs() {}

  static void configure(Level level, String format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, format));
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("io.github.anomalyexporter").setLevel(level);
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, String format) {
    Encoder<ILoggingEvent> encoder;
    switch (format) {
      case "logfmt" -> {
        PatternLayoutEncoder pattern = new PatternLayoutEncoder();
        pattern.setPattern(LOGFMT);
        encoder = pattern;
      }
      case "json" -> encoder = new JsonEncoder();
      default ->
          throw new IllegalArgumentException(
              "--log.format: expected logfmt or json, found " + format);
    }
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
