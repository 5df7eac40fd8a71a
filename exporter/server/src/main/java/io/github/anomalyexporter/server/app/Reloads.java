package io.github.anomalyexporter.server.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Executes reloads one at a time on a separate thread. All requests during a reload share the next
 * reload, so that each request is answered by a reload that read the configuration after the
 * request. Safe for use by several threads.
 */
final class Reloads implements AutoCloseable {
  /** Part of the ten seconds for the whole shutdown. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

  private static final List<String> STOPPING = List.of("the exporter is stopping");

  private final Supplier<List<String>> reload;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread reloading = new Thread(task, "reload");
            reloading.setDaemon(true);
            return reloading;
          });
  private @Nullable CompletableFuture<List<String>> waiting;
  private boolean closed;

  /**
   * @param reload returns the problems; must not throw
   */
  Reloads(Supplier<List<String>> reload) {
    this.reload = reload;
  }

  /**
   * Requests a reload without waiting for it.
   *
   * @return completed on the reload thread with the problems; empty on success
   */
  synchronized CompletionStage<List<String>> request() {
    if (closed) {
      return CompletableFuture.completedStage(STOPPING);
    }
    if (waiting == null) {
      waiting = CompletableFuture.supplyAsync(this::next, thread);
    }
    return waiting.minimalCompletionStage();
  }

  private List<String> next() {
    synchronized (this) {
      waiting = null;
    }
    return reload.get();
  }

  /** Interrupts a running reload and waits a few seconds for its end. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      thread.shutdownNow();
      if (waiting != null) {
        waiting.complete(STOPPING);
      }
    }
    try {
      boolean unused = thread.awaitTermination(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
