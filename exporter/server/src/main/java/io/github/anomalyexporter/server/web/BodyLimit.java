package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Route;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Limits the bodies of all requests but those with rows, which {@link Bodies} limits, and messages
 * of MCP, which their servlet limits.
 */
final class BodyLimit extends SizeLimitHandler {
  BodyLimit(int bytes) {
    super(bytes, -1);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    boolean limitedElsewhere =
        Route.of(Request.getPathInContext(request))
            .filter(it -> it.route().takesRows() || it.route() == Route.MCP)
            .isPresent();
    return limitedElsewhere
        ? getHandler().handle(request, response, callback)
        : super.handle(request, response, callback);
  }
}
