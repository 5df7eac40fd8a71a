package io.github.anomalyexporter.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Against a clock that is looked at every minute, around the days on which clocks are changed. */
class RecurringWindowPropertiesTest {
  private static final Duration BEFORE = Duration.ofDays(2);
  private static final Duration LENGTH = Duration.ofDays(4);

  /** A field of a cron expression and what it means. */
  private record Field(String text, IntPredicate meant) {}

  /** An expression and what it means. */
  record Expression(String text, Predicate<LocalDateTime> meant) {}

  /** Days around a change of a zone's clocks. */
  record Days(ZoneId zone, Instant from) {
    Instant to() {
      return from.plus(LENGTH);
    }
  }

  private static Arbitrary<Field> field(int least, int most) {
    Arbitrary<Field> any = Arbitraries.just(new Field("*", value -> true));
    Arbitrary<Field> one =
        Arbitraries.integers()
            .between(least, most)
            .map(one1 -> new Field(Integer.toString(one1), value -> value == one1));
    Arbitrary<Field> every =
        Arbitraries.integers()
            .between(2, most / 2)
            .map(step -> new Field("*/" + step, value -> (value - least) % step == 0));
    Arbitrary<Field> range =
        Arbitraries.integers()
            .between(least, most)
            .tuple2()
            .map(
                ends -> {
                  int from = Math.min(ends.get1(), ends.get2());
                  int to = Math.max(ends.get1(), ends.get2());
                  return new Field(from + "-" + to, value -> value >= from && value <= to);
                });
    return Arbitraries.oneOf(any, one, every, range);
  }

  /** Mostly at night, when clocks are changed. */
  @Provide
  Arbitrary<Expression> expressions() {
    Arbitrary<Field> hours =
        Arbitraries.oneOf(
            field(0, 23),
            Arbitraries.integers()
                .between(0, 4)
                .map(hour -> new Field(Integer.toString(hour), value -> value == hour)));
    return Combinators.combine(field(0, 59), hours, field(1, 28), field(0, 6))
        .as(
            (minute, hour, day, weekday) ->
                new Expression(
                    "%s %s %s * %s"
                        .formatted(minute.text(), hour.text(), day.text(), weekday.text()),
                    time ->
                        minute.meant().test(time.getMinute())
                            && hour.meant().test(time.getHour())
                            && isDay(day, weekday, time)));
  }

  private static boolean isDay(Field day, Field weekday, LocalDateTime time) {
    boolean dayOfMonth = day.meant().test(time.getDayOfMonth());
    boolean dayOfWeek = weekday.meant().test(time.getDayOfWeek().getValue() % 7);
    boolean bothRestricted = !day.text().equals("*") && !weekday.text().equals("*");
    return bothRestricted ? dayOfMonth || dayOfWeek : dayOfMonth && dayOfWeek;
  }

  @Provide
  Arbitrary<Days> days() {
    Arbitrary<ZoneId> zones =
        Arbitraries.of(
                "Europe/Berlin",
                "America/New_York",
                "America/St_Johns",
                "America/Havana",
                "Australia/Lord_Howe",
                "Asia/Kathmandu",
                "UTC")
            .map(ZoneId::of);
    return Combinators.combine(zones, Arbitraries.integers().between(0, 20))
        .as(
            (zone, changes) -> {
              Instant change = Instant.parse("2020-02-01T00:00:00Z");
              for (int i = 0; i < changes && zone.getRules().nextTransition(change) != null; i++) {
                change = zone.getRules().nextTransition(change).getInstant();
              }
              return new Days(zone, change.minus(BEFORE));
            });
  }

  @Property(tries = 300)
  void the_times_are_those_at_which_the_clock_on_the_wall_gets_there(
      @ForAll("expressions") Expression expression, @ForAll("days") Days days) {
    CronSchedule schedule = CronSchedule.parse(expression.text(), days.zone());
    NavigableSet<Instant> expected =
        WallClock.arrivals(expression.meant(), days.zone(), days.from(), days.to());

    List<Instant> forwards = new ArrayList<>();
    Optional<Instant> next = schedule.firstAfter(days.from().minusMillis(1));
    while (next.isPresent() && !next.get().isAfter(days.to())) {
      forwards.add(next.get());
      next = schedule.firstAfter(next.get());
    }
    List<Instant> backwards = new ArrayList<>();
    Optional<Instant> last = schedule.lastUntil(days.to());
    while (last.isPresent() && !last.get().isBefore(days.from())) {
      backwards.add(0, last.get());
      last = schedule.lastUntil(last.get().minusMillis(1));
    }

    assertThat(forwards).containsExactlyElementsOf(expected);
    assertThat(backwards).containsExactlyElementsOf(expected);
  }

  @Property(tries = 300)
  void a_time_is_covered_where_a_window_has_begun_and_not_ended(
      @ForAll("expressions") Expression expression,
      @ForAll("days") Days days,
      @ForAll @IntRange(min = 1, max = 24 * 60) int minutes) {
    Duration duration = Duration.ofMinutes(minutes);
    RecurringWindow window =
        new RecurringWindow(CronSchedule.parse(expression.text(), days.zone()), duration);
    NavigableSet<Instant> starts =
        WallClock.arrivals(expression.meant(), days.zone(), days.from().minus(duration), days.to());
    List<Window> windows = window.between(days.from(), days.to());

    for (int i = 1; i < windows.size(); i++) {
      assertThat(windows.get(i - 1).end()).isBefore(windows.get(i).start());
    }
    for (Instant time = days.from(); time.isBefore(days.to()); time = time.plusSeconds(40 * 60)) {
      Instant now = time;
      Instant begun = starts.floor(now);
      boolean expected = begun != null && now.isBefore(begun.plus(duration));
      assertThat(window.covers(now)).as("%s", now).isEqualTo(expected);
      assertThat(
              windows.stream().anyMatch(it -> !now.isBefore(it.start()) && now.isBefore(it.end())))
          .as("%s", now)
          .isEqualTo(expected);
    }
  }
}
