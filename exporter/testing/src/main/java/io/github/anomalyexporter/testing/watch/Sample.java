package io.github.anomalyexporter.testing.watch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.testing.http.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One element of an instant vector.
 *
 * @param labels of the series, with {@code __name__}
 */
record Sample(Map<String, String> labels, double value) {
  Sample {
    labels = Map.copyOf(labels);
  }

  /** The label's value, empty if the series has no such label. */
  String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /**
   * The vector in the answer of {@code /api/v1/query}.
   *
   * @throws JsonProcessingException if the text is not such an answer
   */
  static List<Sample> parse(String json) throws JsonProcessingException {
    return Json.read(json, Answer.class).data().result().stream()
        .map(each -> new Sample(each.metric(), each.value().number()))
        .toList();
  }

  // Jackson reports an exception of a constructor as one of the document.

  /** The answer of Prometheus. */
  record Answer(Data data) {
    Answer {
      Objects.requireNonNull(data, "data");
    }
  }

  /** Its vector. */
  record Data(List<Element> result) {
    Data {
      result = List.copyOf(result);
    }
  }

  /** An element of the vector. */
  record Element(Map<String, String> metric, Point value) {
    Element {
      metric = Map.copyOf(metric);
      Objects.requireNonNull(value, "value");
    }
  }

  /** A value, as text after its time in an array. */
  record Point(double number) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Point of(List<String> timeAndValue) {
      String text = timeAndValue.get(1);
      return new Point(
          switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
          });
    }
  }
}
