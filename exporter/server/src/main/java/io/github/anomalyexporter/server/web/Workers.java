package io.github.anomalyexporter.server.web;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread pool for requests. Clients are served in turn, and one client uses at most half of the
 * threads, so that it cannot block other clients. Thread-safe.
 */
final class Workers implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);

  private final int threads;
  private final int mostWaiting;
  private final ExecutorService executor;

  /** Waiting tasks by client, the next client first; no queue is empty. */
  private final Map<String, Queue<Runnable>> waiting = new LinkedHashMap<>();

  private final Map<String, Integer> running = new HashMap<>();
  private int busy;
  private int queued;

  private record Task(String client, Runnable work) {}

  /**
   * @param threads at least 2
   * @param mostWaiting maximum number of waiting tasks; half of it for one client
   */
  Workers(int threads, int mostWaiting) {
    this.threads = threads;
    this.mostWaiting = mostWaiting;
    this.executor =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "http-work");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Queues a task.
   *
   * @param client address of the client
   * @return false if the queue is full and the task was rejected
   */
  synchronized boolean run(String client, Runnable work) {
    Queue<Runnable> own = waiting.get(client);
    if (queued >= mostWaiting || (own != null && own.size() >= mostWaiting / 2)) {
      return false;
    }
    waiting.computeIfAbsent(client, it -> new ArrayDeque<>()).add(work);
    queued++;
    startNext();
    return true;
  }

  private synchronized void startNext() {
    Task task = busy < threads && !executor.isShutdown() ? next() : null;
    if (task != null) {
      busy++;
      running.merge(task.client(), 1, Integer::sum);
      executor.execute(() -> work(task));
    }
  }

  private void work(Task task) {
    try {
      task.work().run();
    } catch (RuntimeException e) {
      LOGGER.error("a request failed", e);
    } finally {
      synchronized (this) {
        busy--;
        running.merge(task.client(), -1, (now, less) -> now + less == 0 ? null : now + less);
        startNext();
      }
    }
  }

  /** Returns the next task of the first client below its thread limit. */
  private @Nullable Task next() {
    Iterator<Map.Entry<String, Queue<Runnable>>> turns = waiting.entrySet().iterator();
    while (turns.hasNext()) {
      Map.Entry<String, Queue<Runnable>> turn = turns.next();
      String client = turn.getKey();
      if (running.getOrDefault(client, 0) < threads / 2) {
        Queue<Runnable> tasks = turn.getValue();
        turns.remove();
        Runnable work = tasks.remove();
        queued--;
        if (!tasks.isEmpty()) {
          waiting.put(client, tasks); // to the end of the order
        }
        return new Task(client, work);
      }
    }
    return null;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
