package io.github.anomalyexporter.server.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.anomalyexporter.output.JsonDocument;
import java.util.Map;

/** The documents of the API, in the envelope of Prometheus' own API. */
final class ApiJson {
  private ApiJson() {}

  /** The envelope of a response. */
  private record Success(String status, Object data) {}

  /** The envelope of an error; {@code errorType} is the name in Prometheus' API. */
  private record Failure(
      String status, @JsonProperty("errorType") String errorType, String error) {}

  static Page success(Object data) {
    return page(200, new Success("success", data));
  }

  static Page failure(int status, String errorType, String error) {
    return page(status, new Failure("error", errorType, error));
  }

  private static Page page(int status, Object document) {
    return new Page(
        status, Map.of("Content-Type", "application/json"), JsonDocument.bytes(document));
  }
}
