package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the responses of an API hold their data and their errors. */
@FunctionalInterface
interface ResponseFormat {
  /**
   * Reads a response to its end.
   *
   * @param data decodes the data; null for the response of a request that was refused
   */
  Envelope read(JsonParser parser, @Nullable ResponseData<?> data) throws IOException;
}
