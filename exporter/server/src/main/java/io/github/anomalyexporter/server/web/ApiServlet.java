package io.github.anomalyexporter.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/v1/status} and {@code /api/v1/instances}, in the envelope of Prometheus' own API. An
 * instance is named by its path, {@code /api/v1/instances/web-1:9100}, or by parameters: {@code
 * ?instance=web-1:9100&job=node&detector=node}; those not given match any.
 */
final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final transient Operations operations;
  private final transient ApiDocuments documents;
  private final boolean lifecycle;

  ApiServlet(Operations operations, boolean lifecycle) {
    this.operations = operations;
    this.documents = new ApiDocuments(operations);
    this.lifecycle = lifecycle;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    if (path.equals("/status")) {
      succeed(response, documents.status());
    } else if (path.equals("/instances") || path.startsWith("/instances/")) {
      JsonNode found = documents.instances(wanted(request));
      if (found.isEmpty() && path.startsWith("/instances/")) {
        fail(response, 404, "not_found", "no such instance: " + path.substring(11));
      } else {
        succeed(response, found);
      }
    } else {
      fail(response, 404, "not_found", "not found: " + request.getRequestURI());
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = String.valueOf(request.getPathInfo());
    if (!path.equals("/instances") && !path.startsWith("/instances/")) {
      fail(response, 404, "not_found", "not found: " + request.getRequestURI());
      return;
    }
    if (!lifecycle && Caller.of(request) == null) {
      fail(response, 403, "forbidden", Text.LIFECYCLE_DISABLED);
      return;
    }
    Map<String, String> wanted = wanted(request);
    if (wanted.getOrDefault("instance", "").isEmpty()) {
      fail(response, 400, "bad_data", "expected an instance: /api/v1/instances?instance=...");
      return;
    }
    int forgotten = operations.forget(wanted);
    if (forgotten == 0) {
      fail(response, 404, "not_found", "no such instance: " + wanted);
    } else {
      succeed(response, JSON.createObjectNode().put("forgotten", forgotten));
    }
  }

  private static Map<String, String> wanted(HttpServletRequest request) {
    Map<String, String> wanted = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> wanted.put(name, values[0]));
    @Nullable String path = request.getPathInfo();
    if (path != null && path.startsWith("/instances/")) {
      wanted.put("instance", path.substring("/instances/".length()));
    }
    return wanted;
  }

  private static void succeed(HttpServletResponse response, JsonNode data) throws IOException {
    send(response, 200, JSON.createObjectNode().put("status", "success").set("data", data));
  }

  private static void fail(HttpServletResponse response, int status, String errorType, String error)
      throws IOException {
    send(
        response,
        status,
        JSON.createObjectNode()
            .put("status", "error")
            .put("errorType", errorType)
            .put("error", error));
  }

  private static void send(HttpServletResponse response, int status, JsonNode document)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    JSON.writeValue(response.getOutputStream(), document);
  }
}
