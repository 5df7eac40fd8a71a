package io.github.anomalyexporter.server.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A place in the list of all instances, which is sorted by detector and labels: the last instance
 * of a part. Instances before and after it may come and go.
 */
record InstanceCursor(String detector, Labels instance) implements Comparable<InstanceCursor> {

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException if {@link #text} cannot have written it
   */
  static InstanceCursor parse(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split("\\.", -1)) {
      words.add(new String(Base64.getUrlDecoder().decode(word), UTF_8));
    }
    String[] labels = words.subList(1, words.size()).toArray(String[]::new);
    return new InstanceCursor(words.get(0), Labels.of(labels));
  }

  /** Returns the cursor for a URL; to clients its content has no meaning. */
  String text() {
    Stream<String> labels =
        instance.asMap().entrySet().stream()
            .flatMap(label -> Stream.of(label.getKey(), label.getValue()));
    return Stream.concat(Stream.of(detector), labels)
        .map(word -> Base64.getUrlEncoder().withoutPadding().encodeToString(word.getBytes(UTF_8)))
        .collect(Collectors.joining("."));
  }

  @Override
  public int compareTo(InstanceCursor other) {
    int byDetector = detector.compareTo(other.detector);
    return byDetector == 0 ? instance.compareTo(other.instance) : byDetector;
  }
}
