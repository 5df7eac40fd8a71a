package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.store.TrainedBlock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the blocks of a training: those before the fleet has a model one after another, the others
 * on several threads. A block whose history cannot be queried is tried again after pauses; then it
 * fails, and the others go on. For one thread.
 */
final class BlockPool {
  private static final Logger LOGGER = LoggerFactory.getLogger(BlockPool.class);

  /** Pauses before the next attempts of a block. */
  static final List<Duration> PAUSES = List.of(Duration.ofSeconds(15), Duration.ofMinutes(1));

  /** So many failed blocks in a row, with their attempts, are a source that does not answer. */
  private static final int MOST_FAILURES = 3;

  private final String detector;
  private final int threads;
  private final Pause pause;
  private final Map<Labels, String> failed = new TreeMap<>();
  private int failures;

  /** Waits; throws if the thread is interrupted. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /** Trains one block. */
  @FunctionalInterface
  interface Work {
    TrainedBlock train(List<Labels> instances, @Nullable TrainedDetector into)
        throws InterruptedException;
  }

  /** A trained block, or the failure of the last attempt. */
  private record Attempted(
      List<Labels> instances, @Nullable TrainedBlock trained, @Nullable RequestException failure) {}

  /**
   * @param threads that train, at least 1
   */
  BlockPool(String detector, int threads, Pause pause) {
    this.detector = detector;
    this.threads = threads;
    this.pause = pause;
  }

  /** Returns the instances of the blocks that failed, with the reason. */
  Map<Labels, String> failed() {
    return failed;
  }

  /**
   * Trains blocks.
   *
   * @param into detector with the fleet's row; null to train it with the first block
   * @param completed receives each trained block, on the calling thread
   * @throws RequestException if several blocks in a row fail, or the first without a fleet's row
   */
  void run(
      Collection<List<Labels>> blocks,
      @Nullable TrainedDetector into,
      Work work,
      Consumer<TrainedBlock> completed)
      throws InterruptedException {
    Deque<List<Labels>> remaining = new ArrayDeque<>(blocks);
    TrainedDetector base = into;
    while (base == null && !remaining.isEmpty()) {
      List<Labels> instances = remaining.remove();
      TrainedBlock trained =
          blocks.size() == 1 ? work.train(instances, null) : first(instances, work);
      completed.accept(trained);
      base = trained.detector();
    }
    if (blocks.size() == 1 && !remaining.isEmpty()) {
      completed.accept(work.train(remaining.remove(), base));
    }
    if (base != null && !remaining.isEmpty()) {
      together(remaining, base, work, completed);
    }
  }

  private TrainedBlock first(List<Labels> instances, Work work) throws InterruptedException {
    Attempted attempted = attempted(instances, null, work);
    if (attempted.failure() != null) {
      throw attempted.failure();
    }
    TrainedBlock trained = attempted.trained();
    if (trained == null) {
      throw new IllegalStateException("a block has neither a result nor a failure");
    }
    return trained;
  }

  private void together(
      Collection<List<Labels>> blocks,
      TrainedDetector base,
      Work work,
      Consumer<TrainedBlock> completed)
      throws InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, blocks.size()), task -> new Thread(task, "training-block"));
    try {
      CompletionService<Attempted> ended = new ExecutorCompletionService<>(pool);
      blocks.forEach(block -> ended.submit(() -> attempted(block, base, work)));
      for (int i = 0; i < blocks.size(); i++) {
        Attempted attempted = ended.take().get();
        if (attempted.trained() == null) {
          fail(attempted);
        } else {
          failures = 0;
          completed.accept(attempted.trained());
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e);
    } finally {
      pool.shutdownNow();
      awaitEnd(pool);
    }
  }

  private void fail(Attempted attempted) {
    RequestException failure = attempted.failure();
    if (failure == null) {
      throw new IllegalStateException("a block has neither a result nor a failure");
    }
    failures++;
    if (failures == MOST_FAILURES) {
      throw failure;
    }
    String reason = String.valueOf(failure.getMessage());
    attempted.instances().forEach(instance -> failed.put(instance, reason));
    LOGGER.warn(
        "detector {}: a block of {} instances is not trained: {}",
        detector,
        attempted.instances().size(),
        reason);
  }

  private Attempted attempted(List<Labels> instances, @Nullable TrainedDetector into, Work work)
      throws InterruptedException {
    for (Duration next : PAUSES) {
      try {
        return new Attempted(instances, work.train(instances, into), null);
      } catch (RequestException e) {
        LOGGER.info(
            "detector {}: a block of {} instances is tried again in {} s: {}",
            detector,
            instances.size(),
            next.toSeconds(),
            e.getMessage());
        pause.of(next);
      }
    }
    try {
      return new Attempted(instances, work.train(instances, into), null);
    } catch (RequestException e) {
      return new Attempted(instances, null, e);
    }
  }

  private static RuntimeException rethrown(ExecutionException e) throws InterruptedException {
    Throwable cause = e.getCause();
    if (cause instanceof InterruptedException) {
      throw new InterruptedException(cause.getMessage());
    } else if (cause instanceof RuntimeException failure) {
      return failure;
    } else if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(cause);
  }

  /** The threads use the source, which the caller may close. */
  private static void awaitEnd(ExecutorService pool) {
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
