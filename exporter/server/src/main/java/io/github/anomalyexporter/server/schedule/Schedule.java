package io.github.anomalyexporter.server.schedule;

import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import org.quartz.DateBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runs at fixed intervals by Quartz. A run never overlaps itself; a start during the
 * previous run is skipped and counted, and not repeated later. If the clock is set back, runs
 * continue immediately instead of waiting for the clock to catch up. Can be suspended and resumed.
 * Safe for use by several threads after the start.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Schedule.class);

  /**
   * Maximum delay of a start; later starts are skipped. Quartz's default of a minute would execute
   * all runs delayed by a slow run in immediate succession without a report.
   */
  private static final Duration LATEST_START = Duration.ofSeconds(1);

  /** Group of jobs without a detector; detector names contain no capital letters. */
  private static final String NO_DETECTOR = "EXPORTER";

  private final Scheduler scheduler;
  private final RunObserver observer;
  private final ClockWatch clockWatch;
  private final List<ScheduledRun> runs = new ArrayList<>();

  /**
   * @param name unique in this process
   * @param threads maximum number of concurrent runs
   * @param clock watched for being set back; Quartz uses the system clock for due times
   * @throws ScheduleException if Quartz cannot be set up
   */
  public Schedule(String name, int threads, RunObserver observer, InstantSource clock) {
    this.observer = observer;
    this.clockWatch = new ClockWatch(name, clock, this::scheduleAnew);
    Properties quartz = new Properties();
    quartz.setProperty("org.quartz.scheduler.instanceName", name);
    quartz.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
    quartz.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    quartz.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    quartz.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
    quartz.setProperty("org.quartz.threadPool.threadNamePrefix", name);
    quartz.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
    quartz.setProperty(
        "org.quartz.jobStore.misfireThreshold", Long.toString(LATEST_START.toMillis()));
    try {
      this.scheduler = new StdSchedulerFactory(quartz).getScheduler();
    } catch (SchedulerException e) {
      throw new ScheduleException(e);
    }
  }

  /**
   * Schedules a detector's run immediately and then at each interval, until this schedule is
   * closed. Nothing starts before {@link #start}.
   */
  public void every(Duration interval, String detector, RunKind kind, Run run) {
    every(
        interval,
        new Identity(kind.label(), detector),
        new ScheduledRun(run, interval, count -> observer.runsMissed(detector, kind, count)));
  }

  /**
   * Schedules a run without a detector in the same way; its skipped starts are not counted.
   *
   * @param name unique in this schedule
   */
  public void every(Duration interval, String name, Run run) {
    every(interval, new Identity(name, NO_DETECTOR), new ScheduledRun(run, interval, count -> {}));
  }

  /**
   * Starts a run of a detector immediately, or after its end if it is active; the other times of
   * the run stay as they are. Does nothing before the start, while suspended and after the close.
   */
  public void startNow(String detector, RunKind kind) {
    try {
      scheduler.triggerJob(JobKey.jobKey(kind.label(), detector));
    } catch (SchedulerException e) {
      throw new ScheduleException(e);
    }
  }

  private record Identity(String name, String group) {}

  private void every(Duration interval, Identity identity, ScheduledRun run) {
    JobDataMap data = new JobDataMap();
    data.put(RunJob.RUN, run);
    JobDetail job =
        JobBuilder.newJob(RunJob.class)
            .withIdentity(identity.name(), identity.group())
            .usingJobData(data)
            .build();
    Trigger trigger =
        TriggerBuilder.newTrigger()
            .withIdentity(identity.name(), identity.group())
            .startAt(nextSecond())
            .withSchedule(
                SimpleScheduleBuilder.simpleSchedule()
                    .withIntervalInMilliseconds(interval.toMillis())
                    .repeatForever()
                    .withMisfireHandlingInstructionNextWithRemainingCount())
            .build();
    try {
      scheduler.scheduleJob(job, trigger);
      runs.add(run);
    } catch (SchedulerException e) {
      throw new ScheduleException(e);
    }
  }

  /**
   * Reschedules all runs: Quartz stores the time of each next start, which is now too far ahead.
   */
  private void scheduleAnew(Duration setBack) {
    LOGGER.warn("the clock was set back by {} s, rescheduling all runs", setBack.toSeconds());
    try {
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
        Trigger trigger = scheduler.getTrigger(key);
        if (trigger != null) {
          scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startAt(nextSecond()).build());
        }
      }
    } catch (SchedulerException e) {
      LOGGER.error("the runs could not be rescheduled: {}", e.toString());
    }
  }

  private static Date nextSecond() {
    return DateBuilder.evenSecondDateAfterNow();
  }

  public void start() {
    clockWatch.start();
    try {
      scheduler.start();
    } catch (SchedulerException e) {
      throw new ScheduleException(e);
    }
  }

  /**
   * Interrupts the active runs and starts none until {@link #resume}. Does not wait, so that
   * several schedules can be suspended concurrently: see {@link #awaitEnd}.
   */
  public void suspend() {
    runs.forEach(ScheduledRun::suspend);
  }

  /** Waits until no run is active. */
  public void awaitEnd() throws InterruptedException {
    for (ScheduledRun run : runs) {
      run.awaitEnd();
    }
  }

  /** Resumes the runs, each at its next time. */
  public void resume() {
    runs.forEach(ScheduledRun::resume);
  }

  /** Interrupts the active runs and waits for their end; starts no further runs. */
  @Override
  public void close() {
    suspend();
    clockWatch.close();
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      throw new ScheduleException(e);
    }
  }
}
