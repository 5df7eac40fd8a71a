package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Route;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /-/healthy}, {@code /-/ready} and {@code POST /-/reload}, as in Prometheus. */
final class LifecycleServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Logger LOGGER = LoggerFactory.getLogger(LifecycleServlet.class);

  private final transient ExporterApi operations;

  LifecycleServlet(ExporterApi operations) {
    this.operations = operations;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Route route = route(request);
    if (route == Route.HEALTHY) {
      PlainText.send(response, 200, "anomaly-exporter is healthy.");
    } else if (route == Route.READY) {
      boolean ready = operations.isReady();
      PlainText.send(
          response, ready ? 200 : 503, "anomaly-exporter is " + (ready ? "ready." : "not ready."));
    } else if (route == Route.RELOAD) {
      PlainText.send(response, 405, "Only POST or PUT requests are allowed.");
    } else {
      PlainText.send(response, 404, "not found: " + request.getRequestURI());
    }
  }

  private static @Nullable Route route(HttpServletRequest request) {
    return Paths.route(request).map(Route.Found::route).orElse(null);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (route(request) != Route.RELOAD) {
      PlainText.send(response, 404, "not found: " + request.getRequestURI());
    } else {
      reload(request);
    }
  }

  /** Responds asynchronously, so that a reload blocks no thread needed for scrapes. */
  private void reload(HttpServletRequest request) {
    CompletionStage<List<String>> reload = operations.reload();
    AsyncContext waiting = request.startAsync();
    waiting.setTimeout(0);
    var unused = reload.thenAccept(problems -> waiting.start(() -> answer(waiting, problems)));
  }

  private static void answer(AsyncContext waiting, List<String> problems) {
    HttpServletResponse response = (HttpServletResponse) waiting.getResponse();
    try {
      if (problems.isEmpty()) {
        PlainText.send(response, 200, "reloaded");
      } else {
        PlainText.send(
            response,
            500,
            "failed to reload, keeping the previous configuration:\n"
                + String.join("\n", problems));
      }
    } catch (IOException e) {
      LOGGER.debug("the response to a reload could not be sent: {}", e.toString());
    } finally {
      waiting.complete();
    }
  }

  @Override
  protected void doPut(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    doPost(request, response);
  }
}
