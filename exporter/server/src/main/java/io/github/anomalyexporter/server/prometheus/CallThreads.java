package io.github.anomalyexporter.server.prometheus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls on separate daemon threads because a thread that reads from a socket does not react to
 * an interrupt: the waiting thread does, and cancels the calls. Thread-safe.
 */
final class CallThreads implements AutoCloseable {
  private final Set<CallThread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Reads a complete response, from its headers to the end of its body. */
  @FunctionalInterface
  interface ResponseReader<T> {
    T read(Response response) throws IOException;
  }

  /**
   * Runs all callables and waits until each has ended.
   *
   * @return completed tasks, in the order of the callables
   * @throws InterruptedException if interrupted; all callables have ended then
   * @throws IllegalStateException if closed before or during the call
   */
  <T> List<FutureTask<T>> run(List<? extends Callable<T>> callables, int threads)
      throws InterruptedException {
    requireOpen();
    List<FutureTask<T>> tasks = new ArrayList<>();
    callables.forEach(callable -> tasks.add(new FutureTask<>(callable)));
    Queue<Runnable> waiting = new ConcurrentLinkedQueue<>(tasks);
    List<CallThread> started = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(Math.min(threads, tasks.size()));
    for (long i = ended.getCount(); i > 0; i--) {
      started.add(new CallThread(waiting, ended));
    }
    running.addAll(started);
    started.forEach(Thread::start);
    try {
      if (closed) {
        cancel(started);
      }
      ended.await();
    } catch (InterruptedException e) {
      cancel(started);
      awaitUninterruptibly(ended);
      throw e;
    } finally {
      started.forEach(running::remove);
    }
    requireOpen();
    return tasks;
  }

  /**
   * Executes a request on the current thread, which must have been started by {@link #run}.
   *
   * @throws InterruptedException if the call was cancelled by {@link #run} or {@link #close}
   */
  static <T> T execute(Call call, ResponseReader<T> reader)
      throws IOException, InterruptedException {
    CallThread thread = (CallThread) Thread.currentThread();
    thread.call = call;
    try {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      try (Response response = call.execute()) {
        return reader.read(response);
      }
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      thread.call = null;
    }
  }

  /** Runs one callable; returns its result or throws its exception. */
  <T> T run(Callable<T> callable) throws InterruptedException {
    return result(run(List.of(callable), 1).get(0));
  }

  /** Returns the result of a completed task or throws its exception. */
  static <T> T result(Future<T> ended) throws InterruptedException {
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

  private static void cancel(List<CallThread> threads) {
    threads.forEach(thread -> thread.waiting.clear());
    threads.forEach(Thread::interrupt);
  }

  private static void awaitUninterruptibly(CountDownLatch ended) {
    while (ended.getCount() > 0) {
      try {
        ended.await();
      } catch (InterruptedException ignored) {
        // The caller already throws an exception.
      }
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  /** Cancels all running calls. */
  @Override
  public void close() {
    closed = true;
    cancel(List.copyOf(running));
  }

  /** Cancels its HTTP call when interrupted (Goetz, Java Concurrency in Practice, 7.1.6). */
  private static final class CallThread extends Thread {
    private final Queue<Runnable> waiting;
    private final CountDownLatch ended;
    private volatile @Nullable Call call;

    CallThread(Queue<Runnable> waiting, CountDownLatch ended) {
      super("http-call");
      setDaemon(true);
      this.waiting = waiting;
      this.ended = ended;
    }

    @Override
    public void run() {
      try {
        Runnable task;
        while ((task = waiting.poll()) != null) {
          task.run();
        }
      } finally {
        ended.countDown();
      }
    }

    @Override
    public void interrupt() {
      super.interrupt();
      Call current = call;
      if (current != null) {
        current.cancel();
      }
    }
  }
}
