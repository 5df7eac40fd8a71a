package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import io.github.anomalyexporter.server.store.ModelStoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles all failures of a run: counts them by category, logs the first failure and the recovery,
 * and never blocks the next run. If a run requests pauses after failures ({@link
 * Run#longestPause}), it is not started during a pause, and each failure is logged with the time
 * until the next attempt.
 */
public final class RunBoundary implements Run {
  private static final Logger LOGGER = LoggerFactory.getLogger(RunBoundary.class);

  private final String detector;
  private final RunKind kind;
  private final Run run;
  private final RunObserver observer;
  private final RetryPause pause;
  private @Nullable String lastFailure;

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  public RunBoundary(
      String detector, RunKind kind, Run run, RunObserver observer, LongSupplier nanoTime) {
    this.detector = detector;
    this.kind = kind;
    this.run = run;
    this.observer = observer;
    this.pause = new RetryPause(nanoTime);
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    if (!pause.isOver() && !run.isRequested()) {
      return;
    }
    try {
      run.run(scheduled);
      pause.reset();
      observer.runEnded(detector, kind);
      if (lastFailure != null) {
        LOGGER.info("detector {}: {} recovered", detector, kind.label());
        lastFailure = null;
      }
    } catch (TrainingStoppedException e) {
      throw new InterruptedException(e.getMessage());
    } catch (RuntimeException | Error e) {
      // Errors are included: an out of memory error in one batch must not stop scoring silently.
      String category = category(e);
      observer.runFailed(detector, kind, category);
      log(category, e, pause.begin(run.longestPause()));
      lastFailure = category;
    }
  }

  /** Logs the first failure and one line per pause; all failures are counted by the metrics. */
  private void log(String category, Throwable e, Duration nextTry) {
    boolean goesOn = category.equals(lastFailure);
    String next = nextTry.isZero() ? "" : "; next attempt in " + PrometheusDuration.format(nextTry);
    if (category.equals("internal") && !goesOn) {
      LOGGER.error("detector {}: {} failed{}", detector, kind.label(), next, e);
    } else if (!goesOn) {
      LOGGER.warn("detector {}: {} failed: {}{}", detector, kind.label(), e.getMessage(), next);
    } else if (!nextTry.isZero()) {
      LOGGER.warn(
          "detector {}: {} still fails: {}{}", detector, kind.label(), e.getMessage(), next);
    } else {
      LOGGER.debug("detector {}: {} still fails: {}", detector, kind.label(), e.getMessage());
    }
  }

  /** Returns whether a failure has a cause outside of the program, which its message names. */
  public static boolean isExpected(Throwable e) {
    return !category(e).equals("internal");
  }

  /** Returns the {@code category} label of the metrics. */
  public static String category(Throwable e) {
    if (e instanceof RequestException prometheus) {
      return prometheus.category().name().toLowerCase(Locale.ROOT);
    } else if (e instanceof AmbiguousSeriesException) {
      return "ambiguous";
    } else if (e instanceof LostFeaturesException) {
      return "missing_feature";
    } else if (e instanceof BlocksFailedException) {
      return "partial";
    } else if (e instanceof TrainingProcessException process) {
      return process.category();
    } else if (e instanceof HistoryTooLargeException) {
      return "too_large";
    } else if (e instanceof ModelStoreException
        || e instanceof SampleStoreException
        || e instanceof UncheckedIOException) {
      return "storage";
    }
    return e instanceof ModelRuntimeException ? "platform" : "internal";
  }
}
