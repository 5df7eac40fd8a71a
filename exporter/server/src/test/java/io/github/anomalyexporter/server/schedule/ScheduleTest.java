package io.github.anomalyexporter.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.server.run.RecordingObserver;
import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** With the real Quartz and the real clock. */
class ScheduleTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String DETECTOR = "node";
  private static final AtomicInteger SCHEDULES = new AtomicInteger();

  private final RecordingObserver observer = new RecordingObserver();

  /** Remembers the times it was scheduled for and how many of it went on at once. */
  private static final class CountedRun implements Run {
    final List<Instant> scheduled = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Run inner;

    CountedRun(Run inner) {
      this.inner = inner;
    }

    @Override
    public void run(Instant time) throws InterruptedException {
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      scheduled.add(time);
      try {
        inner.run(time);
      } finally {
        atOnce.decrementAndGet();
      }
    }
  }

  private Schedule schedule() {
    return schedule(InstantSource.system());
  }

  private Schedule schedule(InstantSource clock) {
    return new Schedule("test-" + SCHEDULES.incrementAndGet(), 2, observer, clock);
  }

  @Test
  void a_run_is_started_between_its_times_and_not_beside_itself() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountedRun hourly = new CountedRun(time -> end.await());
    try (Schedule schedule = schedule()) {
      schedule.every(Duration.ofHours(1), DETECTOR, RunKind.TRAINING, hourly);
      schedule.start();
      await().until(() -> hourly.scheduled.size() == 1);

      schedule.startNow(DETECTOR, RunKind.TRAINING);
      // A start that has waited for longer than Quartz takes for late.
      Thread.sleep(1_500);
      assertThat(hourly.scheduled).hasSize(1);
      end.countDown();
      await().until(() -> hourly.scheduled.size() == 2);
    }

    assertThat(hourly.mostAtOnce).hasValue(1);
    assertThat(observer.missed).hasValue(0);
  }

  /** Quartz has no clock of its own to be set: that an hour is not waited for shows it. */
  @Test
  void a_clock_that_is_set_back_does_not_hold_up_runs() {
    AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    CountedRun hourly = new CountedRun(time -> {});
    try (Schedule schedule = schedule(() -> Instant.now().plus(offset.get()))) {
      schedule.every(Duration.ofHours(1), DETECTOR, RunKind.SCORING, hourly);
      schedule.start();
      await().until(() -> hourly.scheduled.size() == 1);
      offset.set(Duration.ofHours(-2));
      await().until(() -> hourly.scheduled.size() == 2);
    }

    assertThat(observer.missed).hasValue(0);
  }

  @Test
  void runs_that_a_slow_one_holds_up_are_skipped_and_counted_and_not_made_up_for() {
    CountDownLatch released = new CountDownLatch(1);
    CountedRun slowAtFirst = new CountedRun(time -> released.await());
    CountedRun beside = new CountedRun(time -> {});
    try (Schedule schedule = schedule()) {
      schedule.every(INTERVAL, DETECTOR, RunKind.SCORING, slowAtFirst);
      schedule.every(INTERVAL, DETECTOR, RunKind.TRAINING, beside);
      schedule.start();
      // The other run counts the intervals that the slow run has taken.
      await().until(() -> slowAtFirst.scheduled.size() == 1 && beside.scheduled.size() >= 5);
      assertThat(slowAtFirst.scheduled).hasSize(1);
      released.countDown();
      await().until(() -> slowAtFirst.scheduled.size() >= 3);
    }

    List<Instant> starts = slowAtFirst.scheduled;
    assertThat(Duration.between(starts.get(0), starts.get(1))).isGreaterThan(INTERVAL);
    assertSkippedAreCounted(starts);
    assertThat(slowAtFirst.mostAtOnce).hasValue(1);
  }

  @Test
  void training_does_not_hold_up_scoring() {
    CountDownLatch never = new CountDownLatch(1);
    CountedRun training = new CountedRun(time -> never.await());
    CountedRun scoring = new CountedRun(time -> {});
    try (Schedule schedule = schedule()) {
      schedule.every(INTERVAL, DETECTOR, RunKind.TRAINING, training);
      schedule.every(INTERVAL, DETECTOR, RunKind.SCORING, scoring);
      schedule.start();
      await().until(() -> training.scheduled.size() == 1 && scoring.scheduled.size() >= 3);
    }

    assertSkippedAreCounted(scoring.scheduled);
  }

  /** A busy machine makes runs late, too: those that are skipped are counted for any reason. */
  private void assertSkippedAreCounted(List<Instant> starts) {
    long skipped = 0;
    for (int i = 1; i < starts.size(); i++) {
      Duration between = Duration.between(starts.get(i - 1), starts.get(i));
      assertThat(between).isPositive();
      assertThat(between.toMillis() % INTERVAL.toMillis()).isZero();
      skipped += between.dividedBy(INTERVAL) - 1;
    }
    assertThat(observer.missed.get()).isGreaterThanOrEqualTo(skipped);
  }

  @Test
  void an_exception_does_not_stop_the_schedule() {
    CountedRun failing =
        new CountedRun(
            time -> {
              throw new IllegalStateException("always");
            });
    try (Schedule schedule = schedule()) {
      schedule.every(INTERVAL, DETECTOR, RunKind.SCORING, boundary(failing));
      schedule.start();
      await().until(() -> failing.scheduled.size() >= 2);
    }

    assertThat(observer.failed).startsWith("scoring internal", "scoring internal");
  }

  private RunBoundary boundary(Run run) {
    return new RunBoundary(DETECTOR, RunKind.SCORING, run, observer, System::nanoTime);
  }

  @Test
  void close_interrupts_a_long_run_and_waits_for_its_end() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    Schedule schedule = schedule();
    schedule.every(
        INTERVAL,
        DETECTOR,
        RunKind.TRAINING,
        time -> {
          started.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.set(true);
            // As TensorFlow's training leaves it.
            Thread.currentThread().interrupt();
            throw e;
          }
        });
    schedule.start();
    started.await();
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    Logger quartz = (Logger) LoggerFactory.getLogger("org.quartz");
    quartz.addAppender(logged);

    assertTimeoutPreemptively(Duration.ofMinutes(1), schedule::close);

    quartz.detachAppender(logged);
    assertThat(interrupted).isTrue();
    assertThat(logged.list).filteredOn(event -> event.getLevel() == Level.ERROR).isEmpty();
  }

  @Test
  void what_is_suspended_is_interrupted_and_starts_again_when_it_is_resumed()
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountedRun hanging = new CountedRun(time -> never.await());
    CountedRun other = new CountedRun(time -> {});
    try (Schedule schedule = schedule();
        Schedule beside = schedule()) {
      schedule.every(INTERVAL, DETECTOR, RunKind.SCORING, hanging);
      beside.every(INTERVAL, DETECTOR, RunKind.SCORING, other);
      schedule.start();
      beside.start();
      await().until(() -> hanging.scheduled.size() == 1);

      schedule.suspend();
      schedule.awaitEnd();
      int starts = other.scheduled.size();
      await().until(() -> other.scheduled.size() >= starts + 2);
      assertThat(hanging.scheduled).hasSize(1);

      schedule.resume();
      await().until(() -> hanging.scheduled.size() == 2);
    }

    assertThat(hanging.mostAtOnce).hasValue(1);
  }

  @Test
  void nothing_runs_before_the_start() {
    CountedRun run = new CountedRun(time -> {});
    try (Schedule schedule = schedule()) {
      schedule.every(INTERVAL, DETECTOR, RunKind.SCORING, run);
    }

    assertThat(run.scheduled).isEmpty();
  }
}
