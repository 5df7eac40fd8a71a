package io.github.anomalyexporter.server.store;

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
 * The JSON files of the storage. What is read from disk is checked as what is read from the
 * network: its size is bounded by the heap, no name occurs twice in an object, and times and
 * durations are those that can be counted with.
 */
final class StoredJson {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");
  private static final Duration LONGEST = Duration.ofDays(366 * 1_000);

  /**
   * Bytes of heap for each token of a document: as a tree it takes some 100 for each. An instance
   * has some hundred tokens, and needs more than a megabyte of heap for its training.
   */
  private static final int HEAP_PER_TOKEN = 512;

  /** A document has at most this part of the heap in bytes. */
  private static final int SHARE = 16;

  private static final int LONGEST_NAME = 1_024;

  private StoredJson() {}

  /**
   * Reads and writes.
   *
   * @param heap the most bytes that it may grow to
   */
  static ObjectMapper mapper(long heap) {
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

  /** Values between two others. */
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
