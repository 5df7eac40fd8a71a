package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/status}, {@code /api/v1/instances} and {@code /api/v1/calendar/proposals}, in the
 * envelope of Prometheus' own API. An instance is selected by path, {@code
 * /api/v1/instances/web-1:9100}, or by parameters: {@code
 * ?instance=web-1:9100&job=node&detector=node}; omitted parameters match any value.
 */
final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ExporterApi operations;
  private final transient ApiDocuments documents;
  private final transient Pages pages;
  private final boolean lifecycle;

  ApiServlet(ExporterApi operations, Pages pages, boolean lifecycle) {
    this.pages = pages;
    this.operations = operations;
    this.documents = new ApiDocuments(operations);
    this.lifecycle = lifecycle;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    String path = String.valueOf(request.getPathInfo());
    String uri = request.getRequestURI();
    Map<String, String> wanted = wanted(request);
    pages.request(
        List.of(path, uri, wanted), () -> page(path, uri, wanted), Page.later(request, response));
  }

  private Page page(String path, String uri, Map<String, String> wanted) {
    if (path.equals("/status")) {
      return ApiJson.success(documents.status());
    }
    if (path.equals("/instances") || path.startsWith("/instances/")) {
      List<ApiDocuments.Instance> found = documents.instances(wanted);
      return found.isEmpty() && path.startsWith("/instances/")
          ? ApiJson.failure(404, "not_found", "no such instance: " + path.substring(11))
          : ApiJson.success(found);
    }
    if (path.equals("/calendar/proposals")) {
      return ApiJson.success(documents.proposals(wanted));
    }
    return ApiJson.failure(404, "not_found", "not found: " + uri);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    delete(request).answer(request, response);
  }

  private Page delete(HttpServletRequest request) {
    String path = String.valueOf(request.getPathInfo());
    if (!path.equals("/instances") && !path.startsWith("/instances/")) {
      return ApiJson.failure(404, "not_found", "not found: " + request.getRequestURI());
    }
    if (!lifecycle && Caller.of(request) == null) {
      return ApiJson.failure(403, "forbidden", PlainText.LIFECYCLE_DISABLED);
    }
    Map<String, String> wanted = wanted(request);
    if (wanted.getOrDefault("instance", "").isEmpty()) {
      return ApiJson.failure(
          400, "bad_data", "expected an instance: /api/v1/instances?instance=...");
    }
    int forgotten = operations.forget(wanted);
    return forgotten == 0
        ? ApiJson.failure(404, "not_found", "no such instance: " + wanted)
        : ApiJson.success(Map.of("forgotten", forgotten));
  }

  private static Map<String, String> wanted(HttpServletRequest request) {
    Map<String, String> wanted = new TreeMap<>();
    // Only parameters of the URL: a form would be read from the body, and a slow body would block a
    // thread.
    Request.extractQueryParameters(ServletContextRequest.getServletContextRequest(request))
        .forEach(field -> wanted.put(field.getName(), field.getValue()));
    @Nullable String path = request.getPathInfo();
    if (path != null && path.startsWith("/instances/")) {
      wanted.put("instance", path.substring("/instances/".length()));
    }
    return wanted;
  }
}
