package io.github.anomalyexporter.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.logging.LogLayout.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/** Sets up logging to standard error or to a rotated file, one line per event. */
public final class Logs {
  /**
   * Maximum number of rotated files: the limit of the rolling policy, which renames each of them.
   */
  public static final int MOST_FILES = 20;

  private Logs() {}

  public static void toStandardError(org.slf4j.event.Level level, Format format) {
    LoggerContext context = reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    use(context, Level.convertAnSLF4JLevel(level), format, console);
  }

  /**
   * Logs to a file, which is rotated.
   *
   * @param size size at which the file is rotated, such as {@code 10MB}
   * @param count number of rotated files to keep; {@code FILE.1} is the newest
   * @throws UsageException if the file cannot be written to
   */
  public static void toFile(
      org.slf4j.event.Level level, Format format, Path file, String size, int count) {
    requireWritable(file);
    LoggerContext context = reset();
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(file.toString());
    FixedWindowRollingPolicy naming = new FixedWindowRollingPolicy();
    naming.setContext(context);
    naming.setParent(appender);
    naming.setFileNamePattern(file + ".%i");
    naming.setMinIndex(1);
    naming.setMaxIndex(count);
    naming.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FileSize.valueOf(size));
    // Checks the size at every event: events are rare.
    trigger.setCheckIncrement(new Duration(0));
    trigger.start();
    appender.setRollingPolicy(naming);
    appender.setTriggeringPolicy(trigger);
    use(context, Level.convertAnSLF4JLevel(level), format, appender);
  }

  /** Receives messages of the log. Safe for use by several threads. */
  @FunctionalInterface
  public interface Receiver {
    /**
     * Receives a message.
     *
     * @param message with the stack trace of an exception
     */
    void log(org.slf4j.event.Level level, String logger, String message);
  }

  /** Logs to a receiver, each message. */
  public static void toReceiver(org.slf4j.event.Level level, Receiver receiver) {
    LoggerContext context = reset();
    Appender<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            String trace =
                event.getThrowableProxy() == null
                    ? ""
                    : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
            receiver.log(
                org.slf4j.event.Level.intToLevel(
                    Level.toLocationAwareLoggerInteger(event.getLevel())),
                event.getLoggerName(),
                event.getFormattedMessage() + trace);
          }
        };
    use(context, Level.convertAnSLF4JLevel(level), appender);
  }

  private static void requireWritable(Path file) {
    if (file.toString().contains("%")) {
      throw new UsageException(
          "--log.file: expected a path without %, which is special in the names of rotated files, found "
              + file);
    }
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new UsageException(
          "--log.file: expected a file that can be written to, found %s: %s"
              .formatted(file, reason(file, e)),
          e);
    }
  }

  private static String reason(Path file, IOException e) {
    if (Files.isDirectory(file)) {
      return "a directory";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof NotDirectoryException || e instanceof FileAlreadyExistsException) {
      return "its directory is a file";
    }
    return String.valueOf(e.getMessage());
  }

  private static LoggerContext reset() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    return context;
  }

  private static void use(
      LoggerContext context,
      Level level,
      Format format,
      OutputStreamAppender<ILoggingEvent> appender) {
    LogLayout layout = new LogLayout(format);
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    use(context, level, new CollapsingAppender(appender));
  }

  private static void use(LoggerContext context, Level level, Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    context.getLogger("io.github.anomalyexporter").setLevel(level);
    // It logs texts of clients as errors; the client receives them in the response.
    context.getLogger("io.modelcontextprotocol").setLevel(Level.OFF);
    // The audit log is written at every log level.
    context.getLogger(AuditLog.class).setLevel(Level.INFO);
  }
}
