package io.github.anomalyexporter.server.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.anomalyexporter.output.JsonDocument;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Responses in the envelope of Prometheus' own API. */
public final class Envelope {
  private Envelope() {}

  /**
   * The envelope of data. Members that are null are absent.
   *
   * @param page of a list that can be read in parts
   * @param warnings why a part of the data is missing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Success(
      String status, Object data, @Nullable ListPage page, @Nullable List<String> warnings) {}

  /**
   * The part of a list that a response has.
   *
   * @param total number of entries in all parts
   * @param nextCursor parameter {@code cursor} of the request for the next part; null for the last
   */
  record ListPage(int total, @Nullable String nextCursor) {}

  /** The envelope of an error; {@code errorType} is the name in Prometheus' API. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Failure(
      String status,
      @JsonProperty("errorType") String errorType,
      String error,
      @Nullable Object data) {}

  static Page success(Object data) {
    return of(200, new Success("success", data, null, null)).tagged();
  }

  static Page success(Object data, ListPage page) {
    return of(200, new Success("success", data, page, null)).tagged();
  }

  static Page success(Object data, List<String> warnings) {
    return of(200, new Success("success", data, null, warnings.isEmpty() ? null : warnings))
        .tagged();
  }

  /** The data of a change of state, which no cache keeps. */
  static Page done(Object data) {
    return done(data, List.of());
  }

  /** The same, with warnings. */
  static Page done(Object data, List<String> warnings) {
    return of(200, new Success("success", data, null, warnings.isEmpty() ? null : warnings));
  }

  /** The data of something that goes on, at a place relative to that of the request. */
  static Page accepted(Object data, String location) {
    return of(202, new Success("success", data, null, null)).with(Map.of("Location", location));
  }

  public static Page failure(int status, String errorType, String error) {
    return of(status, new Failure("error", errorType, error, null));
  }

  /** The envelope of an error that has details. */
  static Page failure(int status, String errorType, String error, Object data) {
    return of(status, new Failure("error", errorType, error, data));
  }

  static Page notFound(String what) {
    return failure(404, "not_found", what);
  }

  static Page noDetector(String name) {
    return notFound("no such detector: " + name);
  }

  static Page noInstance(String name) {
    return notFound("no such instance: " + name);
  }

  private static Page of(int status, Object document) {
    return new Page(
        status, Map.of("Content-Type", "application/json"), JsonDocument.bytes(document));
  }
}
