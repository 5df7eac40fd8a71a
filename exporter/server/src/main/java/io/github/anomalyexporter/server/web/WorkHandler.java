package io.github.anomalyexporter.server.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Executes requests on the threads of {@link Workers}, except health requests, which the server's
 * own threads answer directly. The server's threads never block, therefore health is answered even
 * if all workers are blocked.
 */
final class WorkHandler extends Handler.Wrapper {
  private final Workers workers;

  WorkHandler(Handler handler, Workers workers) {
    super(handler);
    this.workers = workers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (Paths.isHealth(request.getMethod(), Request.getPathInContext(request))) {
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

  /** Catches everything: without a response the connection would wait forever. */
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
