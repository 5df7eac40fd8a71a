package io.github.anomalyexporter.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
 * {@code /api/v1/status} and {@code /api/v1/instances}, in the envelope of Prometheus' own API. An
 * instance is selected by path, {@code /api/v1/instances/web-1:9100}, or by parameters: {@code
 * ?instance=web-1:9100&job=node&detector=node}; omitted parameters match any value.
 */
final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final transient Operations operations;
  private final transient ApiDocuments documents;
  private final transient Pages pages;
  private final boolean lifecycle;

  ApiServlet(Operations operations, Pages pages, boolean lifecycle) {
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

  private Page page(String path, String uri, Map<String, String> wanted) throws IOException {
    if (path.equals("/status")) {
      return success(documents.status());
    }
    if (path.equals("/instances") || path.startsWith("/instances/")) {
      JsonNode found = documents.instances(wanted);
      return found.isEmpty() && path.startsWith("/instances/")
          ? failure(404, "not_found", "no such instance: " + path.substring(11))
          : success(found);
    }
    return failure(404, "not_found", "not found: " + uri);
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    delete(request).answer(request, response);
  }

  private Page delete(HttpServletRequest request) throws IOException {
    String path = String.valueOf(request.getPathInfo());
    if (!path.equals("/instances") && !path.startsWith("/instances/")) {
      return failure(404, "not_found", "not found: " + request.getRequestURI());
    }
    if (!lifecycle && Caller.of(request) == null) {
      return failure(403, "forbidden", Text.LIFECYCLE_DISABLED);
    }
    Map<String, String> wanted = wanted(request);
    if (wanted.getOrDefault("instance", "").isEmpty()) {
      return failure(400, "bad_data", "expected an instance: /api/v1/instances?instance=...");
    }
    int forgotten = operations.forget(wanted);
    return forgotten == 0
        ? failure(404, "not_found", "no such instance: " + wanted)
        : success(JSON.createObjectNode().put("forgotten", forgotten));
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

  private static Page success(JsonNode data) throws IOException {
    return page(200, JSON.createObjectNode().put("status", "success").set("data", data));
  }

  private static Page failure(int status, String errorType, String error) throws IOException {
    return page(
        status,
        JSON.createObjectNode()
            .put("status", "error")
            .put("errorType", errorType)
            .put("error", error));
  }

  private static Page page(int status, JsonNode document) throws IOException {
    return new Page(
        status, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(document));
  }
}
