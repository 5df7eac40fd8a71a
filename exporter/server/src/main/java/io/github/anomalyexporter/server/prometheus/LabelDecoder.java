package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;

/**
 * Decodes the labels of the series of one response. The size of each label, each series and of all
 * labels of the response is bounded and checked before memory is allocated: the number of samples
 * does not bound a response of millions of series with one sample each.
 */
final class LabelDecoder {
  /** More than the sources accept: the default limit of Mimir is 30, Prometheus has no limit. */
  static final int MOST_LABELS = 64;

  /** In characters; the default limit of Mimir is 2,048. */
  static final int LONGEST_VALUE = 8_192;

  /** Approximate heap size of a series and of a label without their text. */
  private static final int SERIES_BYTES = 128;

  private static final int LABEL_BYTES = 128;

  private final long mostBytes;
  private final KnownLabels known;
  private final LabelText text = new LabelText();
  private long bytes;

  /**
   * @param mostBytes maximum heap size of the labels of one response
   * @param known labels of earlier responses, which are used again
   */
  LabelDecoder(long mostBytes, KnownLabels known) {
    this.known = known;
    this.mostBytes = mostBytes;
  }

  /** Reads the labels at the current token of the parser. */
  Labels read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "labels");
    take(SERIES_BYTES);
    text.clear();
    int labels = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (labels++ == MOST_LABELS) {
        throw new StreamConstraintsException("a series with more than " + MOST_LABELS + " labels");
      }
      label(parser);
    }
    Labels found = known.get(text);
    if (found == null) {
      found = text.labels();
      known.put(text, found);
    }
    return found;
  }

  /** Reads a label without a string of its value. */
  private void label(JsonParser parser) throws IOException {
    String name = parser.currentName();
    parser.nextToken();
    ResponseData.expect(parser, JsonToken.VALUE_STRING, "the value of a label");
    int length = parser.getTextLength();
    if (length > LONGEST_VALUE) {
      throw new StreamConstraintsException(
          "a label value of more than " + LONGEST_VALUE + " characters");
    }
    take(LABEL_BYTES + name.length() + length);
    text.append(name);
    text.append(parser.getTextCharacters(), parser.getTextOffset(), length);
  }

  private void take(long more) throws StreamConstraintsException {
    bytes += more;
    if (bytes > mostBytes) {
      throw new StreamConstraintsException(
          "more series than fit into memory: their labels take more than "
              + (mostBytes >> 20)
              + " MB; narrow the selector, or increase the heap (-Xmx)");
    }
  }
}
