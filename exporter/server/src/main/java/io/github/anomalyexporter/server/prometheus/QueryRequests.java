package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.ApiRequest;
import io.github.anomalyexporter.server.http.ApiRequest.Parameter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Requests of the Prometheus HTTP API. */
final class QueryRequests {
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

  private QueryRequests() {}

  /** Returns an instant query. */
  static ApiRequest query(String promql, Instant time) {
    return evaluation(
        "api/v1/query", promql, List.of(new Parameter("time", seconds(time.toEpochMilli()))));
  }

  /** Returns an instant query whose response has the number of samples that were read. */
  static ApiRequest queryWithStatistics(String promql, Instant time) {
    return evaluation(
        "api/v1/query",
        promql,
        List.of(
            new Parameter("time", seconds(time.toEpochMilli())), new Parameter("stats", "all")));
  }

  /**
   * Returns a range query.
   *
   * @param timeout after which the server aborts the evaluation with an error
   */
  static ApiRequest queryRange(String promql, TimeRange range, Duration timeout) {
    return evaluation(
        "api/v1/query_range",
        promql,
        List.of(
            new Parameter("start", seconds(range.start().toEpochMilli())),
            new Parameter("end", seconds(range.end().toEpochMilli())),
            new Parameter("step", seconds(range.step().toMillis())),
            new Parameter("timeout", seconds(timeout.toMillis()))));
  }

  private static ApiRequest evaluation(String path, String promql, List<Parameter> more) {
    List<Parameter> parameters = new ArrayList<>();
    parameters.add(new Parameter("query", promql));
    parameters.addAll(more);
    parameters.addAll(KEEP_TIMES);
    parameters.addAll(COMPLETE);
    return new ApiRequest(path, parameters, true, subject(promql));
  }

  static ApiRequest buildInfo() {
    return ApiRequest.get("api/v1/status/buildinfo", "build information");
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
