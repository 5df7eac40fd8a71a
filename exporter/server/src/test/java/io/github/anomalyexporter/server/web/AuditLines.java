package io.github.anomalyexporter.server.web;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.server.logging.AuditLog;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The lines of the audit log, from the creation of this object until it is closed. */
final class AuditLines implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  AuditLines() {
    events.start();
    log().addAppender(events);
    log().setLevel(Level.INFO);
  }

  private static Logger log() {
    return (Logger) LoggerFactory.getLogger(AuditLog.class);
  }

  List<String> list() {
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    log().detachAppender(events);
    log().setLevel(null);
  }
}
