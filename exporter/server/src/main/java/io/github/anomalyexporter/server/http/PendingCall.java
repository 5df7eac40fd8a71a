package io.github.anomalyexporter.server.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of OkHttp's {@code Dispatcher}, and the thread that waits for it. A thread
 * that reads from a socket does not react to an interrupt; the waiting thread does, and cancels the
 * call.
 *
 * <p>The dispatcher limits the calls, queues them first come, first served, and owns the threads.
 * This class adds what it lacks:
 *
 * <ul>
 *   <li>A deadline in the queue: OkHttp measures the time of a call from its start, and a cancelled
 *       call stays in the queue. A call that is abandoned there ends as soon as it starts.
 *   <li>The end of a cancelled call: {@code cancel} does not wait for the callback, which may still
 *       deliver a part of the response.
 * </ul>
 */
final class PendingCall<T> implements Callback {
  private final Call call;
  private final Deadline deadline;
  private final Reader<T> reader;

  /** True when the call starts, false when it is abandoned; whatever happens first. */
  private final CompletableFuture<Boolean> started = new CompletableFuture<>();

  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile long startNanos = System.nanoTime();

  /** Reads a complete response, from its headers to the end of its body. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /**
   * @param client has the interceptor {@link #start}
   */
  PendingCall(OkHttpClient client, Request request, Deadline deadline, Reader<T> reader) {
    this.call = client.newCall(request.newBuilder().tag(PendingCall.class, this).build());
    this.deadline = deadline;
    this.reader = reader;
    call.timeout().deadlineNanoTime(deadline.nanoTime());
  }

  /** First interceptor of a client, called when a call has left the queue. */
  static Response start(Interceptor.Chain chain) throws IOException {
    PendingCall<?> pending = chain.request().tag(PendingCall.class);
    if (pending != null) {
      pending.startNanos = System.nanoTime();
      if (!pending.started.complete(true)) {
        throw new IOException("abandoned in the queue");
      }
    }
    return chain.proceed(chain.request());
  }

  /**
   * Sends the request and waits until its response is read. The reader is not running when this
   * method ends.
   *
   * @throws IOException if no complete response is received until the deadline
   * @throws NotSentException if the call does not start until the deadline
   */
  T execute() throws IOException, InterruptedException, NotSentException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    call.enqueue(this);
    try {
      awaitStart();
      return result.get();
    } catch (InterruptedException e) {
      call.cancel();
      if (!abandon()) {
        result.handle((value, failure) -> true).join();
      }
      throw e;
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    }
  }

  private void awaitStart() throws InterruptedException, ExecutionException, NotSentException {
    try {
      started.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (abandon()) {
        call.cancel();
        throw new NotSentException();
      }
    }
  }

  /** Returns false if the call has started. */
  private boolean abandon() {
    return started.complete(false);
  }

  private static IOException failure(@Nullable Throwable cause) {
    if (cause instanceof IOException e) {
      return e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException(cause);
  }

  /** Returns when the call started, in the JVM's monotonic time. */
  long startNanos() {
    return startNanos;
  }

  @Override
  public void onResponse(Call ignored, Response response) {
    T value;
    try (response) {
      value = reader.read(response);
    } catch (Throwable e) {
      // The waiting thread throws it.
      result.completeExceptionally(e);
      return;
    }
    result.complete(value);
  }

  @Override
  public void onFailure(Call ignored, IOException e) {
    result.completeExceptionally(e);
    // Without effect, unless the client was closed before the call started.
    started.complete(true);
  }
}
