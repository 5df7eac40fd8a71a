package io.github.anomalyexporter.server.schedule;

/** Failure of Quartz; a bug and not a configuration problem. */
public final class ScheduleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScheduleException(Exception cause) {
    super("the schedule cannot be set up: " + cause.getMessage(), cause);
  }
}
