package io.github.anomalyexporter.server.http;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/**
 * Reads one response by the rules of an API; every attempt uses a new reader. Called by a thread of
 * the client, never after the request has ended. Throws {@link
 * com.fasterxml.jackson.core.JsonProcessingException} if the body is not a response of the API, and
 * {@link com.fasterxml.jackson.core.exc.StreamConstraintsException} for an exceeded limit.
 */
public interface ResponseReader<T> {
  /**
   * Reads the body of a response with a status of success, to its end.
   *
   * @param body before its first token
   */
  ApiResponse<T> read(ResponseHead head, JsonParser body) throws IOException;

  /**
   * Reads the body of a response with any other status, to its end.
   *
   * @param body before its first token
   */
  ApiResponse.Refused<T> readRefusal(ResponseHead head, JsonParser body) throws IOException;

  /**
   * Returns whether the API recently answered the same request: a refusal is then not the fault of
   * the request.
   */
  default boolean answeredBefore() {
    return false;
  }

  /** Returns the number of samples that were delivered, also after a failure. */
  default long samples() {
    return 0;
  }
}
