package io.github.anomalyexporter.server.schedule;

/** Quartz refused; a fault of this program, not of its configuration. */
public final class ScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleException(Exception cause) {
    super("the schedule cannot be set up: " + cause.getMessage(), cause);
  }
}
