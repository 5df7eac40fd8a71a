package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * API request, independent of the server it is sent to.
 *
 * @param path below the URL of the server, without a leading slash
 * @param form parameters, sent as a POST form if the server accepts it because the length of URLs
 *     is limited
 * @param subject names the request in messages
 * @param beforeData whether the request may cover a time before the first stored sample
 * @param format format of the response
 */
record ApiRequest(
    String path,
    List<Parameter> parameters,
    boolean form,
    String subject,
    boolean beforeData,
    ResponseFormat format) {
  private static final int SUBJECT_LENGTH = 120;

  /**
   * Parameters that make VictoriaMetrics answer for the requested times: its cache aligns ranges of
   * 50 or more points to multiples of the step, and it replaces the last 30 seconds, in which
   * samples may be missing, by earlier values. Waiting for late samples is the purpose of the query
   * offset. VictoriaMetrics rejects an offset of 0. Other sources ignore both parameters.
   */
  private static final List<Parameter> KEEP_TIMES =
      List.of(new Parameter("nocache", "1"), new Parameter("latency_offset", "1ms"));

  /**
   * Parameters that request a complete response or an error if a part of the storage is down:
   * Thanos and VictoriaMetrics omit the missing part otherwise. Mimir returns an error by default;
   * other sources ignore both parameters.
   */
  private static final List<Parameter> COMPLETE =
      List.of(
          new Parameter("partial_response", "false"), new Parameter("deny_partial_response", "1"));

  private static final String QUERY = "query";

  record Parameter(String name, String value) {}

  ApiRequest {
    parameters = List.copyOf(parameters);
  }

  static ApiRequest query(String promql, Instant time) {
    return evaluation(
        "api/v1/query",
        promql,
        false,
        List.of(new Parameter("time", seconds(time.toEpochMilli()))));
  }

  /**
   * @param timeout after which the server aborts the evaluation with an error
   * @param beforeData whether the range may end before the first stored sample
   */
  static ApiRequest queryRange(
      String promql, TimeRange range, Duration timeout, boolean beforeData) {
    return evaluation(
        "api/v1/query_range",
        promql,
        beforeData,
        List.of(
            new Parameter("start", seconds(range.start().toEpochMilli())),
            new Parameter("end", seconds(range.end().toEpochMilli())),
            new Parameter("step", seconds(range.step().toMillis())),
            new Parameter("timeout", seconds(timeout.toMillis()))));
  }

  private static ApiRequest evaluation(
      String path, String promql, boolean beforeData, List<Parameter> more) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter(QUERY, promql));
    parameters.addAll(more);
    parameters.addAll(KEEP_TIMES);
    parameters.addAll(COMPLETE);
    return new ApiRequest(path, parameters, true, subject(promql), beforeData, Envelope::read);
  }

  /** Returns the PromQL expression; empty for a request of another kind. */
  Optional<String> expression() {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(QUERY))
        .map(Parameter::value)
        .findFirst();
  }

  static ApiRequest buildInfo() {
    return new ApiRequest(
        "api/v1/status/buildinfo", List.of(), false, "build information", false, Envelope::read);
  }

  /**
   * Returns a GET request whose response is the data without an envelope, as in Alertmanager's API.
   */
  static ApiRequest bare(String path, String subject) {
    return new ApiRequest(path, List.of(), false, subject, false, BareResponse::read);
  }

  /** Formats milliseconds as seconds for the API, without an exponent. */
  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  private static String subject(String promql) {
    String line = promql.strip().replaceAll("\\s+", " ");
    boolean fits = line.length() <= SUBJECT_LENGTH;
    return "query " + (fits ? line : line.substring(0, SUBJECT_LENGTH) + "...");
  }
}
