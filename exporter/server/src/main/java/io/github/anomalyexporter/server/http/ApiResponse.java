package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.http.RequestException.Category;
import org.jspecify.annotations.Nullable;

/** Meaning of one response by the rules of its API. */
public sealed interface ApiResponse<T> {
  /** The whole answer. */
  record Complete<T>(T value) implements ApiResponse<T> {}

  /**
   * A part of the answer.
   *
   * @param missing how the API reports that a part is missing
   */
  record Incomplete<T>(String missing) implements ApiResponse<T> {}

  /**
   * No answer.
   *
   * @param errorType the API's name of this kind of error; null if it has none
   * @param error the API's message; null or blank if it has none
   * @param mayPass whether the same request to the same server may succeed shortly after
   */
  record Refused<T>(
      Category category, @Nullable String errorType, @Nullable String error, boolean mayPass)
      implements ApiResponse<T> {}
}
