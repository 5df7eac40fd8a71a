package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.model.TrainingStoppedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of a detector since the start of the exporter: one that is requested, one that is
 * running, and how the last one ended. Safe for use by several threads.
 */
public final class Trainings {
  /** Held while a training begins, and while the active model is changed by a request. */
  private final Lock beginning = new ReentrantLock();

  private volatile Status status = new Status(null, null, null, null);

  /** How a training ended. */
  public enum Result {
    /** The new model is active. */
    ACCEPTED,
    /** Each trained instance keeps its previous model, because the new one is worse. */
    KEPT,
    /** No instance could be trained. */
    NOT_TRAINED,
    FAILED;

    /** Returns its name in documents. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a training achieved.
   *
   * @param reason why not all instances have a new model; null if they have
   * @param model version of the stored model; null without one
   * @param trained number of instances with a newly trained model, accepted or not
   * @param kept number of these that keep the previous model
   */
  public record Report(
      Result result, @Nullable String reason, @Nullable String model, int trained, int kept) {
    static Report failed(String reason) {
      return new Report(Result.FAILED, reason, null, 0, 0);
    }
  }

  /** A training that has ended. */
  public record Ended(Instant startedAt, Instant endedAt, Report report) {
    private Ended withoutReason() {
      return new Ended(
          startedAt,
          endedAt,
          new Report(report.result(), null, report.model(), report.trained(), report.kept()));
    }
  }

  /**
   * How far the running training is.
   *
   * @param blocks completed and all blocks
   * @param expectedEnd null until a block is completed
   */
  public record Progress(BlockProgress blocks, @Nullable Instant expectedEnd) {}

  /**
   * The trainings at one time.
   *
   * @param requestedAt when a training was requested that has not begun; null for none
   * @param runningSince null if none is running
   * @param progress null if none is running, or its instances are not known yet
   * @param last null before the first end
   */
  public record Status(
      @Nullable Instant requestedAt,
      @Nullable Instant runningSince,
      @Nullable Progress progress,
      @Nullable Ended last) {
    /** Returns the same without the reason of the last result, which names instances. */
    public Status withoutReason() {
      return new Status(
          requestedAt, runningSince, progress, last == null ? null : last.withoutReason());
    }

    /** Returns why no other training can be requested; empty if it can. */
    Optional<String> busy() {
      if (runningSince != null) {
        return Optional.of("a training is running since " + runningSince);
      }
      return Optional.ofNullable(requestedAt).map(it -> "a training was requested at " + it);
    }
  }

  /** A training, which may take hours. */
  @FunctionalInterface
  interface Task {
    Report run(TrainingWatch watch) throws InterruptedException;
  }

  public Status status() {
    return status;
  }

  /**
   * Requests a training.
   *
   * @throws BusyException if one is requested or running
   */
  public Status request(Instant now) {
    return whileIdle(
        () -> {
          status = new Status(now, null, null, status.last());
          return status;
        });
  }

  boolean isRequested() {
    return status.requestedAt() != null;
  }

  /**
   * Does something while no training begins.
   *
   * @param action short
   * @throws BusyException if a training is requested or running
   */
  public <T> T whileIdle(Supplier<T> action) {
    beginning.lock();
    try {
      status
          .busy()
          .ifPresent(
              reason -> {
                throw new BusyException(reason + "; try again when it has ended");
              });
      return action.get();
    } finally {
      beginning.unlock();
    }
  }

  /** Runs a training, which answers a request, and records it. */
  void run(Task training, InstantSource clock) throws InterruptedException {
    Instant start = clock.instant();
    begin(start);
    Report report = Report.failed("interrupted by a reload or by the stop of the exporter");
    try {
      report = training.run(new Watch(start, clock));
    } catch (TrainingStoppedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      report = Report.failed(reason(e));
      throw e;
    } finally {
      status = new Status(null, null, null, new Ended(start, clock.instant(), report));
    }
  }

  private void begin(Instant now) {
    beginning.lock();
    try {
      status = new Status(null, now, null, status.last());
    } finally {
      beginning.unlock();
    }
  }

  /** Records the progress of the running training. */
  private final class Watch implements TrainingWatch {
    private final Instant startedAt;
    private final InstantSource clock;
    private @Nullable BlockProgress first;

    Watch(Instant startedAt, InstantSource clock) {
      this.startedAt = startedAt;
      this.clock = clock;
    }

    @Override
    public synchronized void blocks(BlockProgress progress) {
      BlockProgress start = first == null ? progress : first;
      first = start;
      Instant end = progress.expectedEnd(start, startedAt, clock.instant()).orElse(null);
      status = new Status(null, startedAt, new Progress(progress, end), status.last());
    }

    @Override
    public void epoch(int epoch, int epochs, double meanValidationLoss) {}
  }

  private static String reason(Throwable failure) {
    return RunBoundary.isExpected(failure)
        ? String.valueOf(failure.getMessage())
        : "internal error: see the log for the reason";
  }
}
