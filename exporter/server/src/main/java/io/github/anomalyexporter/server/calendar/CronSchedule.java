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
 * Times that recur on the wall clock of a time zone, as a cron expression says them. Each time that
 * the expression names happens once: one that the clock leaves out in spring happens at the moment
 * it is put forward, and of one that it shows twice in autumn the first is meant.
 *
 * <p>The library only ever sees a clock that is never put forward or back; the zone is this
 * class's.
 */
public final class CronSchedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** On a wall clock, which is written in UTC for the library to take it. */
  private final ExecutionTime wallTimes;

  private final ZoneId zone;

  private CronSchedule(ExecutionTime wallTimes, ZoneId zone) {
    this.wallTimes = wallTimes;
    this.zone = zone;
  }

  /**
   * Reads an expression as it stands in a crontab.
   *
   * @param expression minute, hour, day of month, month, day of week; where both days are
   *     restricted, one of them is enough
   * @throws IllegalArgumentException saying what is wrong with the expression
   */
  public static CronSchedule parse(String expression, ZoneId zone) {
    return new CronSchedule(ExecutionTime.forCron(PARSER.parse(expression)), zone);
  }

  /** The same times on the wall clock of another zone. */
  CronSchedule in(ZoneId other) {
    return new CronSchedule(wallTimes, other);
  }

  /** The last of its times that is not after this one; empty where there was none for years. */
  public Optional<Instant> lastUntil(Instant time) {
    return wallTimes
        .lastExecution(firstMinuteAfter(time).atZone(ZoneOffset.UTC))
        .map(this::instant);
  }

  /** The first of its times that is after this one; empty where there is none for years. */
  public Optional<Instant> firstAfter(Instant time) {
    return wallTimes
        .nextExecution(firstMinuteAfter(time).minusMinutes(1).atZone(ZoneOffset.UTC))
        .map(this::instant);
  }

  /** The wall time from which on everything is still to come, to the minute. */
  private LocalDateTime firstMinuteAfter(Instant time) {
    LocalDateTime wall = LocalDateTime.ofInstant(time, zone);
    ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
    if (transition != null && transition.isOverlap() && !time.isBefore(transition.getInstant())) {
      // The second pass of an hour that is shown twice: all of it has been.
      return transition.getDateTimeBefore();
    }
    return wall.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
  }

  /** When the wall clock shows this for the first time, or would if it were not put forward. */
  private Instant instant(ZonedDateTime wallTime) {
    LocalDateTime wall = wallTime.toLocalDateTime();
    ZoneOffsetTransition transition = zone.getRules().getTransition(wall);
    return transition != null && transition.isGap()
        ? transition.getInstant()
        : ZonedDateTime.ofLocal(wall, zone, null).toInstant();
  }
}
