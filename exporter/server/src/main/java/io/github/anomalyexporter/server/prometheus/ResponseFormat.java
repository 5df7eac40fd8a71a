package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Format of the responses of an API: position of data and errors. */
@FunctionalInterface
interface ResponseFormat {
  /**
   * Reads a response to its end.
   *
   * @param data decodes the data; null for the response to a refused request
   */
  Envelope read(JsonParser parser, @Nullable ResponseData<?> data) throws IOException;
}
