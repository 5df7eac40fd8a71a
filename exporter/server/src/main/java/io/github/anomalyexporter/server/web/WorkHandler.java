package io.github.anomalyexporter.server.web;

import java.util.Set;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Has requests answered by the threads of {@link Workers}, but for health, which the server's own
 * threads answer at once: they read requests and send answers, and nothing that they do waits. So
 * health is answered whatever the workers wait for.
 */
final class WorkHandler extends Handler.Wrapper {
  private static final Set<String> HEALTH = Set.of("/-/healthy", "/-/ready");

  private final Workers workers;

  WorkHandler(Handler handler, Workers workers) {
    super(handler);
    this.workers = workers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (HEALTH.contains(Request.getPathInContext(request))) {
      return super.handle(request, response, callback);
    }
    if (!workers.run(Request.getRemoteAddr(request), () -> work(request, response, callback))) {
      Response.writeError(
          request,
          response,
          callback,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "Too many requests are waiting.");
    }
    return true;
  }

  /** Nothing may escape: without an answer the connection would wait for one. */
  private void work(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
