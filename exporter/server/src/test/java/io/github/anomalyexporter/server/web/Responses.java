package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;

/** Contents of responses of the API, whose status has to be as expected. */
final class Responses {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Responses() {}

  static JsonNode data(HttpResponse<String> response, int status) throws IOException {
    return document(response, status).path("data");
  }

  static String error(HttpResponse<String> response, int status) throws IOException {
    return document(response, status).path("error").asText();
  }

  private static JsonNode document(HttpResponse<String> response, int status) throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return JSON.readTree(response.body());
  }
}
