package io.github.anomalyexporter.server.schedule;

import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
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
    private final String detector;
    private final RunKind kind;
    private final Run run;
    private final Duration interval;
    private final RunObserver observer;
    private @Nullable Instant lastScheduled;

    Adapter(String detector, RunKind kind, Run run, Duration interval, RunObserver observer) {
      this.detector = detector;
      this.kind = kind;
      this.run = run;
      this.interval = interval;
      this.observer = observer;
    }

    void run(Instant scheduled) throws InterruptedException {
      // Quartz does not say how many starts it has skipped; the times of those it did not, do.
      if (lastScheduled != null) {
        long intervals =
            Math.round(
                (double) Duration.between(lastScheduled, scheduled).toMillis()
                    / interval.toMillis());
        if (intervals > 1) {
          observer.runsMissed(detector, kind, intervals - 1);
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
