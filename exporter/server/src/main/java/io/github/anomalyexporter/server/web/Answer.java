package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.page.Page;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Response that is buffered until it is complete and then sent asynchronously, without a thread
 * that waits for the client: a slow client occupies only memory, for a limited time. Also the
 * callback of the request: success means that the response is complete.
 *
 * <p>For use by one thread at a time; {@link #cutOff} may be called by any thread.
 */
final class Answer extends Response.Wrapper implements Callback {
  private final Callback callback;
  private final OpenAnswers open;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final AtomicBoolean ended = new AtomicBoolean();
  private @Nullable Page page;
  private Scheduler.@Nullable Task deadline;

  Answer(Request request, Response response, Callback callback, OpenAnswers open) {
    super(request, response);
    this.callback = callback;
    this.open = open;
  }

  /** Returns the response to this request. */
  private static Answer of(HttpServletRequest request) {
    Response response =
        ServletContextRequest.getServletContextRequest(request).getServletContextResponse();
    return Objects.requireNonNull(Response.as(response, Answer.class));
  }

  /**
   * Sends a page as the response, compressed if the client accepts that; the bytes are shared, not
   * copied. A header that the web configuration has set stays.
   */
  static void send(Page page, HttpServletRequest request, HttpServletResponse response) {
    Page sent =
        page.unlessKnown(Collections.list(request.getHeaders("If-None-Match")))
            .encodedFor(Collections.list(request.getHeaders("Accept-Encoding")));
    response.setStatus(sent.status());
    sent.headers()
        .forEach(
            (name, value) -> {
              if (!response.containsHeader(name)) {
                response.setHeader(name, value);
              }
            });
    of(request).page = sent;
  }

  /** Returns a receiver of the page for an asynchronous response. */
  static Consumer<Page> later(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // no timeout: the page is rendered or about to be rendered
    return page -> {
      send(page, request, response);
      context.complete();
    };
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer bytes, Callback done) {
    if (bytes != null) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.writeBytes(copy);
    }
    done.succeeded();
  }

  /** Returns whether content was written, which cannot be undone. */
  @Override
  public boolean isCommitted() {
    return written.size() > 0 || super.isCommitted();
  }

  @Override
  public void succeeded() {
    Page content = page == null ? new Page(getStatus(), Map.of(), written.toByteArray()) : page;
    deadline =
        getRequest()
            .getComponents()
            .getScheduler()
            .schedule(
                () -> cutOff("the client did not read the response in time"),
                open.longest().toMillis(),
                TimeUnit.MILLISECONDS);
    open.add(this, content);
    getWrapped().write(true, content.content(), Callback.from(this::taken, this::failed));
  }

  private void taken() {
    if (end()) {
      callback.succeeded();
    }
  }

  @Override
  public void failed(Throwable failure) {
    if (end()) {
      callback.failed(failure);
    }
  }

  /** Aborts the request and, with HTTP/1.1, its connection. */
  void cutOff(String reason) {
    failed(new TimeoutException(reason));
  }

  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    open.remove(this);
    if (deadline != null) {
      deadline.cancel();
    }
    return true;
  }
}
