package io.github.anomalyexporter.server.schedule;

import java.util.Objects;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** Quartz job that starts a run. Quartz creates an instance for each start. */
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
      // The schedule is suspended or closed. Clears the interrupt flag, which Quartz would report
      // as an error of its pool.
      boolean unused = Thread.interrupted();
    }
  }
}
