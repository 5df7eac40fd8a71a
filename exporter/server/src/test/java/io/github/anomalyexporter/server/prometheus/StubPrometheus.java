package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A server that gives prepared answers and remembers what it was asked. */
final class StubPrometheus implements AutoCloseable {
  static final String UP =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
          + "{\"metric\":{\"__name__\":\"up\",\"instance\":\"web-1:9100\"},"
          + "\"value\":[1700000000.25,\"1\"]}]}}";

  final WireMockServer server;

  StubPrometheus() {
    this(wireMockConfig().dynamicPort());
  }

  StubPrometheus(WireMockConfiguration configuration) {
    server = new WireMockServer(configuration.bindAddress("127.0.0.1").containerThreads(8));
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  PrometheusConfig config() {
    return PrometheusConfig.defaults(url());
  }

  /** Answers everything alike. */
  StubPrometheus answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
    return this;
  }

  StubPrometheus answer(String body) {
    return answer(json(200, body));
  }

  /** Answers one request after the other, and all further ones like the last. */
  StubPrometheus answer(ResponseDefinitionBuilder... responses) {
    for (int i = 0; i < responses.length; i++) {
      server.stubFor(
          any(anyUrl())
              .inScenario("in turn")
              .whenScenarioStateIs(i == 0 ? STARTED : "answer " + i)
              .willSetStateTo("answer " + Math.min(i + 1, responses.length - 1))
              .willReturn(responses[i]));
    }
    return this;
  }

  static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  /** The requests so far, oldest first. */
  List<LoggedRequest> requests() {
    List<LoggedRequest> requests = new ArrayList<>();
    server.getAllServeEvents().forEach(event -> requests.add(event.getRequest()));
    Collections.reverse(requests);
    return requests;
  }

  /** The forms sent so far, oldest first, decoded. */
  List<String> forms() {
    return requests().stream()
        .map(request -> URLDecoder.decode(request.getBodyAsString(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  public void close() {
    server.stop();
  }
}
