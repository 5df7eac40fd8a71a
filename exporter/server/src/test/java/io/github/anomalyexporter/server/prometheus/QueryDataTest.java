package io.github.anomalyexporter.server.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryDataTest {
  private static final TimeRange RANGE =
      new TimeRange(Instant.ofEpochSecond(60), Instant.ofEpochSecond(180), Duration.ofMinutes(1));

  private static final QueryData.Budget BUDGET = new QueryData.Budget(10, 10_000);

  private final List<Series> sink = new ArrayList<>();
  private final KnownLabels known = new KnownLabels(100_000);

  private List<Series> read(QueryData data, String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      data.read(parser);
    }
    return sink;
  }

  private List<Series> vector(String elements) throws IOException {
    return read(
        QueryData.instant(BUDGET, known, sink::add),
        "{\"resultType\":\"vector\",\"result\":[" + elements + "]}");
  }

  private List<Series> matrix(String elements) throws IOException {
    return read(
        QueryData.range(RANGE, BUDGET, known, sink::add),
        "{\"resultType\":\"matrix\",\"result\":[" + elements + "]}");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "-0.5, -0.5",
    "1.5e-07, 1.5e-7",
    "1.7976931348623157e+308, 1.7976931348623157E308",
    "NaN, NaN",
    "+Inf, Infinity",
    "Inf, Infinity",
    "-Inf, -Infinity"
  })
  void values_are_numbers_as_go_prints_them(String text, double expected) throws IOException {
    assertThat(vector("{\"metric\":{},\"value\":[1.5,\"" + text + "\"]}").get(0).value(0))
        .isEqualTo(Double.valueOf(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1d", "0x1p3", "Infinity", "nan", "1e", "--1", "1,5", "null"})
  void other_texts_are_no_numbers(String text) {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> vector("{\"metric\":{},\"value\":[1.5,\"" + text + "\"]}"))
        .withMessageContaining("expected a number, found \"" + text + "\"");
  }

  @Test
  void a_scalar_is_a_series_without_labels() throws IOException {
    Series series =
        read(
                QueryData.instant(BUDGET, known, sink::add),
                "{\"resultType\":\"scalar\",\"result\":[1700000000.001,\"42\"]}")
            .get(0);

    assertThat(series.labels()).isEqualTo(Labels.EMPTY);
    assertThat(series.timestamp(0)).isEqualTo(1_700_000_000_001L);
    assertThat(series.value(0)).isEqualTo(42);
  }

  @Test
  void fields_may_come_in_any_order_and_unknown_ones_are_ignored() throws IOException {
    String json =
        "{\"stats\":{\"a\":[{}]},\"result\":[{\"x\":[[1]],\"value\":[1,\"2\"],"
            + "\"metric\":{\"i\":\"a\"}}],\"resultType\":\"vector\"}";

    assertThat(read(QueryData.instant(BUDGET, known, sink::add), json))
        .singleElement()
        .hasToString("{i=\"a\"} [1000] [2.0]");
  }

  @Test
  void native_histograms_are_skipped() throws IOException {
    String histogram = "[60,{\"count\":\"3\",\"sum\":\"1\",\"buckets\":[[0,\"1\",\"2\",\"3\"]]}]";

    assertThat(
            vector(
                "{\"metric\":{\"i\":\"a\"},\"histogram\":"
                    + histogram
                    + "},{\"metric\":{\"i\":\"b\"},\"value\":[1,\"2\"]}"))
        .hasToString("[{i=\"b\"} [1000] [2.0]]");
    sink.clear();
    assertThat(
            matrix(
                "{\"metric\":{\"i\":\"a\"},\"histograms\":["
                    + histogram
                    + "]},{\"metric\":{\"i\":\"b\"},\"values\":[[120,\"2\"]],\"histograms\":["
                    + histogram
                    + "]}"))
        .hasToString("[{i=\"b\"} [120000] [2.0]]");
  }

  @Test
  void a_series_is_given_on_before_the_next_is_read() {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(
            () -> matrix("{\"metric\":{},\"values\":[[60,\"1\"]]},{\"metric\":{},\"values\":7}"));
    assertThat(sink).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{\"metric\":{}}",
        "{\"values\":[[60,\"1\"]]}",
        "{\"metric\":[],\"values\":[[60,\"1\"]]}",
        "{\"metric\":{\"i\":1},\"values\":[[60,\"1\"]]}",
        "{\"metric\":{},\"value\":[60,\"1\"]}",
        "{\"metric\":{},\"values\":[60,\"1\"]}",
        "{\"metric\":{},\"values\":[[60,1]]}",
        "{\"metric\":{},\"values\":[[60,null]]}",
        "{\"metric\":{},\"values\":[[\"60\",\"1\"]]}",
        "{\"metric\":{},\"values\":[[60]]}",
        "{\"metric\":{},\"values\":[[60,\"1\",2]]}",
        "{\"metric\":{},\"values\":null}",
      })
  void another_shape_is_refused(String element) {
    assertThatExceptionOfType(JsonParseException.class).isThrownBy(() -> matrix(element));
    assertThat(sink).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[61,\"1\"]", "[240,\"1\"]", "[120,\"1\"],[60,\"1\"]", "[60,\"1\"],[60,\"1\"]"})
  void timestamps_lie_on_the_grid_and_in_order(String samples) {
    assertThatExceptionOfType(JsonParseException.class)
        .isThrownBy(() -> matrix("{\"metric\":{},\"values\":[" + samples + "]}"))
        .withMessageContaining("expected timestamps on the grid of the range in order");
  }

  @Test
  void type_and_result_have_to_be_there() {
    for (String json : List.of("{}", "{\"resultType\":\"vector\"}", "{\"result\":[]}", "[]")) {
      assertThatExceptionOfType(JsonParseException.class)
          .isThrownBy(() -> read(QueryData.instant(BUDGET, known, sink::add), json));
    }
  }

  @Test
  void the_sample_over_the_limit_ends_it() {
    QueryData data = QueryData.range(RANGE, new QueryData.Budget(2, 10_000), known, sink::add);
    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(
            () ->
                read(
                    data,
                    "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":"
                        + "[[60,\"1\"],[120,\"1\"],[180,\"1\"]]}]}"))
        .withMessageContaining("more than 2 samples");
    assertThat(sink).isEmpty();
  }

  @Test
  void labels_have_a_bound_each_in_number_and_in_sum() {
    String many =
        IntStream.rangeClosed(0, LabelDecoder.MOST_LABELS)
            .mapToObj(i -> "\"l%s\":\"\"".formatted(i))
            .collect(Collectors.joining(","));
    String series = "{\"metric\":{%s},\"value\":[60,\"1\"]}";

    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(() -> vector(series.formatted(many)))
        .withMessageContaining("more than 64 labels");
    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(() -> vector(series.formatted("\"a\":\"" + "x".repeat(8_193) + '"')))
        .withMessageContaining("more than 8192 characters");
    String long1 = series.formatted("\"a\":\"" + "x".repeat(3_000) + '"');
    assertThatExceptionOfType(StreamConstraintsException.class)
        .isThrownBy(() -> vector(String.join(",", Collections.nCopies(4, long1))))
        .withMessageContaining("more series than fit into memory");
  }

  @Test
  void half_a_surrogate_pair_becomes_the_replacement_character() throws IOException {
    assertThat(vector("{\"metric\":{\"a\":\"x\\ud800y\"},\"value\":[60,\"1\"]}"))
        .extracting(Series::labels)
        .containsExactly(Labels.of("a", "x\ufffdy"));
  }

  @Test
  void labels_of_an_earlier_response_are_used_again() throws IOException {
    vector("{\"metric\":{\"i\":\"a\",\"job\":\"node\"},\"value\":[1,\"2\"]}");

    matrix("{\"metric\":{\"i\":\"a\",\"job\":\"node\"},\"values\":[[60,\"3\"]]}");

    assertThat(sink).hasSize(2);
    assertThat(sink.get(1).labels()).isSameAs(sink.get(0).labels());
    assertThat(sink.get(0).labels()).isEqualTo(Labels.of("i", "a", "job", "node"));
  }

  private static OptionalLong readSamples(String json) throws IOException {
    ReadSamplesData data = new ReadSamplesData();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      data.read(parser);
      assertThat(parser.nextToken()).as("token after the data").isNull();
    }
    return data.value();
  }

  @Test
  void the_samples_read_are_those_of_the_statistics() throws IOException {
    assertThat(
            readSamples(
                "{\"resultType\":\"vector\",\"result\":[{\"metric\":{}}],\"stats\":{\"timings\":{\"a\":1},"
                    + "\"samples\":{\"totalQueryableSamplesPerStep\":[[1,2]],"
                    + "\"totalQueryableSamples\":42,\"peakSamples\":7}}}"))
        .hasValue(42);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"result\":[]}",
        "{\"stats\":null}",
        "{\"stats\":{\"seriesFetched\":\"3\"}}",
        "{\"stats\":{\"samples\":[1,{}]}}",
        "{\"stats\":{\"samples\":{\"totalQueryableSamples\":\"1\"}}}",
      })
  void without_statistics_the_samples_read_are_unknown(String json) throws IOException {
    assertThat(readSamples(json)).isEmpty();
  }
}
