package io.github.anomalyexporter.server.schedule;

import io.github.anomalyexporter.server.run.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.InterruptableJob;
import org.quartz.JobExecutionContext;

/** Hands what Quartz starts on to a run. Quartz makes one of these for each start. */
@DisallowConcurrentExecution
public final class RunJob implements InterruptableJob {
  static final String ADAPTER = "adapter";

  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  /** What stays the same from one start to the next. */
  static final class Adapter {
    private final Run run;
    private final Duration interval;
    private final LongConsumer missed;
    private @Nullable Instant lastScheduled;

    /**
     * @param missed told how many starts were skipped, where some were
     */
    Adapter(Run run, Duration interval, LongConsumer missed) {
      this.run = run;
      this.interval = interval;
      this.missed = missed;
    }

    void run(Instant scheduled) throws InterruptedException {
      // Quartz does not say how many starts it has skipped; the times of those it did not, do.
      if (lastScheduled != null) {
        long intervals =
            Math.round(
                (double) Duration.between(lastScheduled, scheduled).toMillis()
                    / interval.toMillis());
        if (intervals > 1) {
          missed.accept(intervals - 1);
        }
      }
      lastScheduled = scheduled;
      run.run(scheduled);
    }
  }

  @Override
  public void execute(JobExecutionContext context) {
    Adapter adapter = (Adapter) Objects.requireNonNull(context.getMergedJobDataMap().get(ADAPTER));
    thread.set(Thread.currentThread());
    try {
      adapter.run(context.getScheduledFireTime().toInstant());
    } catch (InterruptedException e) {
      // The exporter stops. Quartz would report a flag left behind as a fault of its thread pool.
      Thread.interrupted();
    } finally {
      thread.set(null);
    }
  }

  /** The exporter stops. */
  @Override
  public void interrupt() {
    Thread running = thread.get();
    if (running != null) {
      running.interrupt();
    }
  }
}
