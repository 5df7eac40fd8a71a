package io.github.anomalyexporter.server.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.datatype.jsr310.deser.DurationDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * JSON files of the storage. Data from disk is checked like data from the network: the size is
 * bounded by the heap, duplicate names are rejected, and times and durations are limited to a range
 * without overflow.
 */
public final class StoredJson {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Duration LONGEST = Duration.ofDays(366 * 1_000);

  /**
   * Bytes of heap reserved per token of a document: a tree takes some 100 bytes per token. An
   * instance has 410 tokens in the largest file of a model, and 0.25 MB of the heap of an exporter.
   */
  private static final int HEAP_PER_TOKEN = 256;

  /** A document has at most this fraction of the heap in bytes. */
  private static final int SHARE = 16;

  private static final int LONGEST_NAME = 1_024;

  private StoredJson() {}

  /**
   * Returns a mapper for reading and writing.
   *
   * @param heap maximum heap size in bytes
   */
  public static ObjectMapper mapper(long heap) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNameLength(LONGEST_NAME)
                    .maxStringLength(1 << 20)
                    .maxDocumentLength(heap / SHARE)
                    .maxTokenCount(heap / HEAP_PER_TOKEN)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return JsonMapper.builder(factory)
        .addModule(new JavaTimeModule())
        .addModule(
            new SimpleModule()
                .addDeserializer(
                    Instant.class,
                    new Within<>(Instant.class, InstantDeserializer.INSTANT, FIRST, LAST))
                .addDeserializer(
                    Duration.class,
                    new Within<>(
                        Duration.class, DurationDeserializer.INSTANCE, Duration.ZERO, LONGEST)))
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .build();
  }

  /** Deserializer that limits values to a range. */
  private static final class Within<T extends Comparable<T>> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient JsonDeserializer<T> values;
    private final transient T least;
    private final transient T most;

    Within(Class<T> type, JsonDeserializer<T> values, T least, T most) {
      super(type);
      this.values = values;
      this.least = least;
      this.most = most;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      T value = values.deserialize(parser, context);
      if (value != null && (value.compareTo(least) < 0 || value.compareTo(most) > 0)) {
        context.reportInputMismatch(
            this, "expected a value from %s to %s, found %s", least, most, value);
      }
      return value;
    }
  }
}
