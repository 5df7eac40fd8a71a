package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is kept until it is complete, and then sent without a thread that waits for the
 * client: one that reads slowly holds memory for a limited time, and nothing else. It is the
 * callback of the request, too: succeeding means that the answer is complete.
 *
 * <p>Written by one thread after the other; {@link #cutOff} may be called by any.
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

  /** The answer to this request. */
  static Answer of(HttpServletRequest request) {
    Response response =
        ServletContextRequest.getServletContextRequest(request).getServletContextResponse();
    return Objects.requireNonNull(Response.as(response, Answer.class));
  }

  /** Sends this page; there must be no other content. */
  void setPage(Page content) {
    page = content;
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

  /** Content that was written cannot be taken back. */
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
                () -> cutOff("the client has not taken the answer in time"),
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

  /** Ends the request, and with HTTP/1.1 its connection. */
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
