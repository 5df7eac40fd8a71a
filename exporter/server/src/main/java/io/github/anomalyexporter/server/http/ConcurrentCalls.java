package io.github.anomalyexporter.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Several requests of one caller at the same time, each with its retries. The threads of OkHttp's
 * {@code Dispatcher} are for single attempts: a pause between two attempts on such a thread would
 * keep other requests waiting.
 */
public final class ConcurrentCalls {
  private ConcurrentCalls() {}

  /**
   * Runs all calls and waits until each has ended.
   *
   * @param threads maximum number of concurrent calls
   * @return results in the order of the calls
   * @throws InterruptedException if interrupted; all calls have ended then
   */
  public static <T> List<T> run(List<? extends Callable<T>> calls, int threads)
      throws InterruptedException {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, calls.size())), DaemonThreads.named("http-request"));
    try {
      CountDownLatch running = new CountDownLatch(calls.size());
      List<Future<T>> submitted = new ArrayList<>();
      for (Callable<T> call : calls) {
        submitted.add(executor.submit(() -> counted(call, running)));
      }
      running.await();
      List<T> results = new ArrayList<>();
      for (Future<T> ended : submitted) {
        results.add(result(ended));
      }
      return results;
    } finally {
      // Unlike invokeAll, removes the waiting calls before a thread is free to begin one.
      executor.shutdownNow();
      awaitEnd(executor);
    }
  }

  private static <T> T counted(Callable<T> call, CountDownLatch running) throws Exception {
    try {
      return call.call();
    } finally {
      running.countDown();
    }
  }

  private static <T> T result(Future<T> ended) throws InterruptedException {
    try {
      return ended.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits for cancelled calls: they end soon, and may deliver data until then. */
  private static void awaitEnd(ExecutorService executor) {
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = executor.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
