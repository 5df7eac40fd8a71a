package io.github.anomalyexporter.server.schedule;

import java.util.Objects;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Hands what Quartz starts on to a run. Quartz makes one of these for each start. */
@DisallowConcurrentExecution
public final class RunJob implements Job {
  static final String RUN = "run";

  @Override
  public void execute(JobExecutionContext context) {
    ScheduledRun run =
        (ScheduledRun) Objects.requireNonNull(context.getMergedJobDataMap().get(RUN));
    try {
      run.start(context.getScheduledFireTime().toInstant());
    } catch (InterruptedException e) {
      // The schedule is suspended or closed. Quartz would report the flag as a fault of its pool.
      boolean unused = Thread.interrupted();
    }
  }
}
