package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** {@code /-/healthy}, {@code /-/ready} and {@code POST /-/reload}, as Prometheus has them. */
final class LifecycleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Operations operations;
  private final boolean lifecycle;

  LifecycleServlet(Operations operations, boolean lifecycle) {
    this.operations = operations;
    this.lifecycle = lifecycle;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (String.valueOf(request.getPathInfo())) {
      case "/healthy" -> Text.send(response, 200, "anomaly-exporter is healthy.");
      case "/ready" -> {
        if (operations.isReady()) {
          Text.send(response, 200, "anomaly-exporter is ready.");
        } else {
          Text.send(response, 503, "anomaly-exporter is not ready.");
        }
      }
      case "/reload" -> Text.send(response, 405, "Only POST or PUT requests are allowed.");
      default -> Text.send(response, 404, "not found: " + request.getRequestURI());
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!"/reload".equals(request.getPathInfo())) {
      Text.send(response, 404, "not found: " + request.getRequestURI());
    } else if (!lifecycle && Caller.of(request) == null) {
      Text.send(response, 403, Text.LIFECYCLE_DISABLED);
    } else {
      List<String> problems = operations.reload();
      if (problems.isEmpty()) {
        Text.send(response, 200, "reloaded");
      } else {
        Text.send(
            response,
            500,
            "failed to reload, the configuration before it still holds:\n"
                + String.join("\n", problems));
      }
    }
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    doPost(request, response);
  }
}
