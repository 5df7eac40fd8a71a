package io.github.anomalyexporter.server.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Decoder of an array, such as label values, label sets or silences. */
public final class ListData<E> implements ResponseData<List<E>> {
  /** Reads the element at the current token of the parser. */
  @FunctionalInterface
  public interface Element<E> {
    E read(JsonParser parser) throws IOException;
  }

  private final Element<E> element;
  private final long maxSize;
  private final List<E> elements = new ArrayList<>();

  /**
   * @param maxSize maximum number of elements
   */
  public ListData(long maxSize, Element<E> element) {
    this.element = element;
    this.maxSize = maxSize;
  }

  @Override
  public void read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_ARRAY, "data");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (elements.size() == maxSize) {
        throw new StreamConstraintsException("more than " + maxSize + " elements in one response");
      }
      elements.add(element.read(parser));
    }
  }

  @Override
  public List<E> value() {
    return List.copyOf(elements);
  }
}
