package io.github.anomalyexporter.server.prometheus;

import static io.github.anomalyexporter.server.http.ResponseData.expect;
import static io.github.anomalyexporter.server.http.ResponseData.string;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decoder of a query result; passes each series to a sink when it is complete. Float samples only:
 * native histograms are skipped, and a series without float samples is dropped.
 */
final class QueryData implements ResponseData<Long> {
  private final List<String> resultTypes;
  private final String samplesField;
  private final @Nullable TimeRange grid;
  private final Budget budget;
  private final LabelDecoder labels;
  private final Consumer<Series> sink;
  private final SampleBuffer buffer;
  private long samples;

  /**
   * Limits of one response.
   *
   * @param samples maximum number of samples
   * @param labelBytes maximum heap size of the labels of its series
   */
  record Budget(long samples, long labelBytes) {}

  private QueryData(
      List<String> resultTypes,
      String samplesField,
      @Nullable TimeRange grid,
      Budget budget,
      KnownLabels known,
      Consumer<Series> sink) {
    this.resultTypes = resultTypes;
    this.samplesField = samplesField;
    this.grid = grid;
    this.budget = budget;
    this.labels = new LabelDecoder(budget.labelBytes(), known);
    this.sink = sink;
    this.buffer = new SampleBuffer(grid == null ? 1 : grid.points());
  }

  /** Returns a decoder of an instant query: a vector, or a scalar as a series without labels. */
  static QueryData instant(Budget budget, KnownLabels known, Consumer<Series> sink) {
    return new QueryData(List.of("vector", "scalar"), "value", null, budget, known, sink);
  }

  /** Returns a decoder of a range query: a matrix whose timestamps lie on the grid of the range. */
  static QueryData range(TimeRange range, Budget budget, KnownLabels known, Consumer<Series> sink) {
    return new QueryData(List.of("matrix"), "values", range, budget, known, sink);
  }

  @Override
  public void read(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, "data");
    boolean typed = false;
    boolean complete = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "resultType" -> {
          String type = string(parser, "resultType");
          if (!resultTypes.contains(type)) {
            throw new JsonParseException(
                parser,
                "expected resultType " + String.join(" or ", resultTypes) + ", found " + type);
          }
          typed = true;
        }
        case "result" -> {
          result(parser);
          complete = true;
        }
        default -> parser.skipChildren();
      }
    }
    if (!typed || !complete) {
      throw new JsonParseException(parser, "expected data with resultType and result");
    }
  }

  private void result(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_ARRAY, "result");
    JsonToken first = parser.nextToken();
    if (first != null && first.isNumeric() && resultTypes.contains("scalar")) {
      buffer.clear();
      sampleAfterStart(parser);
      sink.accept(buffer.toSeries(Labels.EMPTY));
      return;
    }
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      series(parser);
      parser.nextToken();
    }
  }

  private void series(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, "a series");
    buffer.clear();
    Labels metric = null;
    boolean hasSamples = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("metric")) {
        metric = labels.read(parser);
      } else if (name.equals(samplesField)) {
        samples(parser);
        hasSamples = true;
      } else {
        hasSamples |= name.equals("histogram") || name.equals("histograms");
        parser.skipChildren();
      }
    }
    if (metric == null || !hasSamples) {
      throw new JsonParseException(parser, "expected a series with metric and " + samplesField);
    }
    if (buffer.size() > 0) {
      sink.accept(buffer.toSeries(metric));
    }
  }

  private void samples(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_ARRAY, samplesField);
    parser.nextToken();
    if (grid == null) {
      sampleAfterStart(parser);
      return;
    }
    while (parser.currentToken() != JsonToken.END_ARRAY) {
      expect(parser, JsonToken.START_ARRAY, "a sample");
      parser.nextToken();
      sampleAfterStart(parser);
      parser.nextToken();
    }
  }

  /** Reads {@code [seconds, "value"]}; the current token of the parser is the seconds. */
  private void sampleAfterStart(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw new JsonParseException(parser, "expected a timestamp, found " + token);
    }
    long timestamp = Math.round(parser.getDoubleValue() * 1000);
    if (timestamp <= buffer.last() || (grid != null && grid.pointAt(timestamp) < 0)) {
      throw new JsonParseException(
          parser,
          "expected timestamps on the grid of the range in order, found " + parser.getText());
    }
    parser.nextToken();
    double value = value(parser, string(parser, "the value of a sample"));
    parser.nextToken();
    expect(parser, JsonToken.END_ARRAY, "the end of a sample");
    if (++samples > budget.samples()) {
      throw new StreamConstraintsException(
          "more than " + budget.samples() + " samples in one response");
    }
    buffer.add(timestamp, value);
  }

  /**
   * Parses a number as printed by Go; unlike Java, not {@code 1d}, {@code 0x1p3} or {@code
   * Infinity}.
   */
  private static double value(JsonParser parser, String text) throws IOException {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> decimal(parser, text);
    };
  }

  private static double decimal(JsonParser parser, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw new JsonParseException(parser, "expected a number, found \"" + text + '"');
      }
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new JsonParseException(parser, "expected a number, found \"" + text + '"', e);
    }
  }

  /** Returns the number of samples. */
  @Override
  public Long value() {
    return samples;
  }

  @Override
  public long samples() {
    return samples;
  }
}
