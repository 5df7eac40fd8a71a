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
 * Starts runs when their time has come, by Quartz. A run never overlaps itself; one whose time
 * passes while the one before it still goes on is skipped and counted, not made up for. Where the
 * clock is set back, runs go on at once instead of when it has caught up. Can be suspended and
 * resumed. Safe for use by several threads once it has started.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Schedule.class);

  /**
   * A run that starts later than this is skipped. Quartz's own default is a minute, which would
   * start every run that a slow one has held up, one right after the other, and tell nobody.
   */
  private static final Duration LATEST_START = Duration.ofSeconds(1);

  /** The group of jobs that are no detector's; no detector's name has capitals. */
  private static final String NO_DETECTOR = "EXPORTER";

  private final Scheduler scheduler;
  private final RunObserver observer;
  private final ClockWatch clockWatch;
  private final List<ScheduledRun> runs = new ArrayList<>();

  /**
   * @param name unique in this process
   * @param threads so many runs may go on at the same time
   * @param clock watched for being set back; what is due when is Quartz' own affair
   * @throws ScheduleException where Quartz cannot be set up
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
   * Lets a detector's run happen at once and then at each interval, until this schedule is closed.
   * Nothing starts before {@link #start}.
   */
  public void every(Duration interval, String detector, RunKind kind, Run run) {
    every(
        interval,
        new Identity(kind.label(), detector),
        new ScheduledRun(run, interval, count -> observer.runsMissed(detector, kind, count)));
  }

  /**
   * Lets a run that is no detector's happen in the same way; it is not counted.
   *
   * @param name unique in this schedule
   */
  public void every(Duration interval, String name, Run run) {
    every(interval, new Identity(name, NO_DETECTOR), new ScheduledRun(run, interval, count -> {}));
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

  /** Quartz knows the time of each next start; where that is now far off, nothing would happen. */
  private void scheduleAnew(Duration setBack) {
    LOGGER.warn("the clock was set back by {} s: all runs are scheduled anew", setBack.toSeconds());
    try {
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
        Trigger trigger = scheduler.getTrigger(key);
        if (trigger != null) {
          scheduler.rescheduleJob(key, trigger.getTriggerBuilder().startAt(nextSecond()).build());
        }
      }
    } catch (SchedulerException e) {
      LOGGER.error("the runs could not be scheduled anew: {}", e.toString());
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
   * Interrupts the runs under way and starts none until {@link #resume}. Does not wait, so that
   * several schedules can end theirs at the same time: see {@link #awaitEnd}.
   */
  public void suspend() {
    runs.forEach(ScheduledRun::suspend);
  }

  /** Waits until no run is under way. */
  public void awaitEnd() throws InterruptedException {
    for (ScheduledRun run : runs) {
      run.awaitEnd();
    }
  }

  /** Lets runs start again, each at its next time. */
  public void resume() {
    runs.forEach(ScheduledRun::resume);
  }

  /** Interrupts the runs under way and waits for their end; nothing starts any more. */
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
