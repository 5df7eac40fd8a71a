package io.github.anomalyexporter.server.preview;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.preview.BacktestRun.Outcome;
import io.github.anomalyexporter.server.preview.BacktestRun.Progress;
import io.github.anomalyexporter.server.run.RunBoundary;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backtests of the running exporter, one at a time. Few wait, and few that have ended are kept, all
 * in memory. Safe for use by several threads.
 */
public final class BacktestRuns implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(BacktestRuns.class);

  /** Runs that wait while another one is running. */
  public static final int MOST_WAITING = 3;

  /** Ended runs that are kept. */
  static final int MOST_ENDED = 10;

  /** Some thousand alerts; with all ended runs 40 MB of heap, or twice that beyond Latin-1. */
  static final int MOST_RESULT_BYTES = 4 << 20;

  private static final long STOP_SECONDS = 5;
  private static final long IDLE_SECONDS = 10;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Supplier<? extends BacktestRunner> runners;
  private final InstantSource clock;

  /** Its thread ends when there is nothing to do. */
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), BacktestRuns::thread);

  /** By id, the oldest first. */
  private final Map<String, BacktestRun> runs = new LinkedHashMap<>();

  /** Tasks of the worker by the id of a queued run. */
  private final Map<String, Runnable> tasks = new HashMap<>();

  private int created;
  private @Nullable Running running;
  private boolean closed;

  /** The run that is running. */
  private static final class Running {
    final String id;
    final Thread thread = Thread.currentThread();
    @Nullable String cancelled;

    Running(String id) {
      this.id = id;
    }
  }

  /**
   * @param runners returns the runner of the current configuration
   */
  public BacktestRuns(Supplier<? extends BacktestRunner> runners, InstantSource clock) {
    this.runners = runners;
    this.clock = clock;
    worker.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "backtest");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns all runs, the newest first. */
  public synchronized List<BacktestRun> all() {
    List<BacktestRun> all = new ArrayList<>(runs.values());
    Collections.reverse(all);
    return all;
  }

  /** Returns a run; empty if there is none of this id. */
  public synchronized Optional<BacktestRun> find(String id) {
    return Optional.ofNullable(runs.get(id));
  }

  /**
   * Starts a backtest as soon as those before it have ended.
   *
   * @param request JSON in UTF-8
   * @return the run, which is queued
   * @throws BadRequestException if the request is wrong
   * @throws TooManyRunsException if too many wait
   */
  public synchronized BacktestRun start(byte[] request)
      throws BadRequestException, TooManyRunsException {
    BacktestRunner runner = runners.get();
    Instant now = clock.instant();
    BacktestRequest wanted = RequestReader.read(request, runner.config(), now);
    if (closed) {
      throw new TooManyRunsException("the exporter is stopping");
    }
    long unfinished = runs.values().stream().filter(it -> !it.isEnded()).count();
    if (unfinished > MOST_WAITING) {
      throw new TooManyRunsException(
          "expected at most %s waiting backtests, found %s; wait for the end of one, or cancel one by DELETE /api/v1/backtests/ID"
              .formatted(MOST_WAITING, unfinished - 1));
    }
    String id = TIME.format(now) + "-" + ++created;
    BacktestRun run = BacktestRun.queued(id, wanted, now);
    runs.put(id, run);
    Runnable task = () -> execute(id, runner);
    tasks.put(id, task);
    worker.execute(task);
    return run;
  }

  private void execute(String id, BacktestRunner runner) {
    BacktestRun run = begin(id);
    if (run == null) {
      return;
    }
    String detector = run.request().detector().name();
    LOGGER.info("detector {}: backtest {} started", detector, id);
    Outcome outcome;
    try {
      outcome = outcome(runner.run(run.request(), (text, done) -> progress(id, text, done)));
    } catch (InterruptedException | RuntimeException | Error e) {
      // Errors are included: an out of memory error must not end the thread silently.
      outcome = Outcome.failed(reason(id, e));
    }
    BacktestRun ended = end(id, outcome);
    LOGGER.info(
        "detector {}: backtest {} {}{}",
        detector,
        id,
        ended.state(),
        ended.error() == null ? "" : ": " + ended.error());
  }

  private static Outcome outcome(byte[] result) {
    return result.length > MOST_RESULT_BYTES
        ? Outcome.failed(
            "expected a result of at most %s bytes, found %s; choose a shorter range or a narrower selector, or use the command backtest"
                .formatted(MOST_RESULT_BYTES, result.length))
        : Outcome.succeeded(new String(result, StandardCharsets.UTF_8));
  }

  /** Returns the reason of a failure; what is not expected is logged. */
  private String reason(String id, Throwable failure) {
    if (failure instanceof UsageException || RunBoundary.isExpected(failure)) {
      return String.valueOf(failure.getMessage());
    }
    if (!isCancelled(id)) {
      LOGGER.error("backtest {} failed", id, failure);
    }
    return "internal error: see the log for the reason";
  }

  private synchronized boolean isCancelled(String id) {
    return running != null && running.id.equals(id) && running.cancelled != null;
  }

  private synchronized @Nullable BacktestRun begin(String id) {
    BacktestRun run = runs.get(id);
    if (run == null || run.isEnded()) {
      return null;
    }
    tasks.remove(id);
    running = new Running(id);
    BacktestRun started = run.startedAt(clock.instant());
    runs.put(id, started);
    return started;
  }

  private synchronized void progress(String id, String text, double done) {
    if (!isCancelled(id)) {
      runs.computeIfPresent(id, (it, run) -> run.with(new Progress(text, done)));
    }
  }

  /** Ends the run that is running; a run that was cancelled is that, however it ended. */
  private synchronized BacktestRun end(String id, Outcome outcome) {
    String cancelled = running == null ? null : running.cancelled;
    running = null;
    // A late interrupt must not affect the next run.
    boolean unused = Thread.interrupted();
    return end(id, cancelled == null ? outcome : Outcome.cancelled(cancelled), clock.instant());
  }

  private BacktestRun end(String id, Outcome outcome, Instant now) {
    BacktestRun ended = Objects.requireNonNull(runs.get(id)).endedAt(now, outcome);
    runs.put(id, ended);
    List<String> old =
        runs.values().stream().filter(BacktestRun::isEnded).map(BacktestRun::id).toList();
    runs.keySet().removeAll(old.subList(0, Math.max(0, old.size() - MOST_ENDED)));
    return ended;
  }

  /**
   * Cancels a run that has not ended, and forgets one that has. A run that is running ends soon
   * after.
   *
   * @return the run after that; empty if there is none of this id
   */
  public synchronized Optional<BacktestRun> remove(String id) {
    BacktestRun run = runs.get(id);
    if (run == null) {
      return Optional.empty();
    }
    if (run.isEnded()) {
      return Optional.ofNullable(runs.remove(id));
    }
    return Optional.of(cancel(run, "cancelled by request"));
  }

  /** Cancels all runs that have not ended. */
  public synchronized void cancelAll(String reason) {
    List<BacktestRun> unfinished = runs.values().stream().filter(it -> !it.isEnded()).toList();
    unfinished.forEach(run -> cancel(run, reason));
  }

  private BacktestRun cancel(BacktestRun run, String reason) {
    if (running == null || !running.id.equals(run.id())) {
      Runnable task = tasks.remove(run.id());
      if (task != null) {
        worker.remove(task);
      }
      return end(run.id(), Outcome.cancelled(reason), clock.instant());
    }
    if (running.cancelled == null) {
      running.cancelled = reason;
      running.thread.interrupt();
    }
    BacktestRun cancelling = run.with(new Progress("cancelling", Double.NaN));
    runs.put(run.id(), cancelling);
    return cancelling;
  }

  /** Cancels all runs and waits some seconds for the end of the one that is running. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      cancelAll("the exporter was stopped");
    }
    worker.shutdown();
    try {
      if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOGGER.warn("a backtest did not stop within {} s", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
