package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** An array: the values of a label, the labels of series, silences. */
public final class ListData<E> implements ResponseData<List<E>> {
  /** Reads the element that the parser stands on. */
  @FunctionalInterface
  public interface Element<E> {
    E read(JsonParser parser) throws IOException;
  }

  private final Element<E> element;
  private final long maxSize;
  private final List<E> elements = new ArrayList<>();

  /**
   * @param maxSize more elements than this are too many
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
