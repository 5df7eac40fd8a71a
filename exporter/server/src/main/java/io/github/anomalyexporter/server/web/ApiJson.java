package io.github.anomalyexporter.server.web;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Map;

/**
 * Writes the documents of the API, in the envelope of Prometheus' own API: names in snake_case,
 * times and durations as in ISO 8601, a number that is not finite as null.
 */
final class ApiJson {
  private static final FiniteOrNull FINITE = new FiniteOrNull();

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, FINITE)
                  .addSerializer(Double.TYPE, FINITE))
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private ApiJson() {}

  /** The envelope of a response. */
  private record Success(String status, Object data) {}

  /** The envelope of an error; {@code errorType} is the name in Prometheus' API. */
  private record Failure(
      String status, @JsonProperty("errorType") String errorType, String error) {}

  static Page success(Object data) throws IOException {
    return page(200, new Success("success", data));
  }

  static Page failure(int status, String errorType, String error) throws IOException {
    return page(status, new Failure("error", errorType, error));
  }

  private static Page page(int status, Object document) throws IOException {
    return new Page(
        status, Map.of("Content-Type", "application/json"), JSON.writeValueAsBytes(document));
  }

  /** Unknown numbers are NaN inside and null outside. */
  private static final class FiniteOrNull extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1L;

    FiniteOrNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        generator.writeNumber(value);
      } else {
        generator.writeNull();
      }
    }
  }
}
