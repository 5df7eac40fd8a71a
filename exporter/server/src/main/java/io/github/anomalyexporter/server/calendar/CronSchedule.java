package io.github.anomalyexporter.server.calendar;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * Recurring wall clock times in a time zone, defined by a cron expression. Each time occurs once: a
 * time skipped by the change to daylight saving time occurs at the moment of the change, and of a
 * repeated time the first occurrence counts.
 *
 * <p>The cron library computes with a clock without daylight saving time; this class applies the
 * time zone.
 */
public final class CronSchedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** Wall clock times, represented in UTC for the library. */
  private final ExecutionTime wallTimes;

  private final ZoneId zone;

  private CronSchedule(ExecutionTime wallTimes, ZoneId zone) {
    this.wallTimes = wallTimes;
    this.zone = zone;
  }

  /**
   * Parses an expression in crontab syntax.
   *
   * @param expression minute, hour, day of month, month, day of week; if both days are restricted,
   *     either of them matches
   * @throws IllegalArgumentException if the expression is invalid, with the reason
   */
  public static CronSchedule parse(String expression, ZoneId zone) {
    return new CronSchedule(ExecutionTime.forCron(PARSER.parse(expression)), zone);
  }

  public ZoneId zone() {
    return zone;
  }

  /** Returns the same wall clock times in another zone. */
  CronSchedule in(ZoneId other) {
    return new CronSchedule(wallTimes, other);
  }

  /**
   * Returns the last time at or before the given time; empty if no such time exists within years.
   */
  public Optional<Instant> lastUntil(Instant time) {
    return wallTimes
        .lastExecution(firstMinuteAfter(time).atZone(ZoneOffset.UTC))
        .map(this::instant);
  }

  /** Returns the first time after the given time; empty if no such time exists within years. */
  public Optional<Instant> firstAfter(Instant time) {
    return wallTimes
        .nextExecution(firstMinuteAfter(time).minusMinutes(1).atZone(ZoneOffset.UTC))
        .map(this::instant);
  }

  /** Returns the first wall clock minute whose occurrences are all after the given time. */
  private LocalDateTime firstMinuteAfter(Instant time) {
    LocalDateTime wall = LocalDateTime.ofInstant(time, zone);
    ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
    if (transition != null && transition.isOverlap() && !time.isBefore(transition.getInstant())) {
      // Second occurrence of a repeated hour: all its times have already occurred.
      return transition.getDateTimeBefore();
    }
    return wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
  }

  /**
   * Returns the first instant of a wall clock time; for a skipped time, the moment of the change.
   */
  private Instant instant(ZonedDateTime wallTime) {
    LocalDateTime wall = wallTime.toLocalDateTime();
    ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : ZonedDateTime.ofLocal(wall, zone, null).toInstant();
  }
}
