package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request of an API, before it is known to which server it goes.
 *
 * @param path below the URL of the server, without a leading slash
 * @param form sent as a POST form where the server takes it, since a URL is limited in length
 * @param subject names the request in messages
 * @param beforeData whether it may ask about a time before the first sample that is stored
 * @param format of the responses
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
   * Keep VictoriaMetrics from answering about other times than it is asked about: for its cache it
   * moves the grid of a range of 50 points and more to multiples of the step, and instead of the
   * last 30 seconds, in which samples may still be missing, it shows what was before them. That
   * wait is the query offset's; none at all is refused. Others ignore both.
   */
  private static final List<Parameter> KEEP_TIMES =
      List.of(new Parameter("nocache", "1"), new Parameter("latency_offset", "1ms"));

  /**
   * Ask for a whole answer or an error, where a part of the storage may be down: Thanos and
   * VictoriaMetrics leave it out otherwise. Mimir does so by itself; others ignore both.
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
   * @param timeout after which the server is to give up evaluating, and to say so
   * @param beforeData whether the range may end before the first sample that is stored
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

  /** The PromQL to evaluate; empty for a request of another kind. */
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

  /** A GET whose response is the data itself, as in Alertmanager's API. */
  static ApiRequest bare(String path, String subject) {
    return new ApiRequest(path, List.of(), false, subject, false, BareResponse::read);
  }

  /** Milliseconds as the seconds of the API, without an exponent. */
  private static String seconds(long millis) {
    return BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  private static String subject(String promql) {
    String line = promql.strip().replaceAll("\\s+", " ");
    boolean fits = line.length() <= SUBJECT_LENGTH;
    return "query " + (fits ? line : line.substring(0, SUBJECT_LENGTH) + "...");
  }
}
