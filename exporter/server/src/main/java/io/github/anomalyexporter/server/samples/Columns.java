package io.github.anomalyexporter.server.samples;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;

/**
 * The lists of columns that rows of a file have. A row keeps the list of the time at which it was
 * stored; it is read by name, so that a new feature is missing in old rows, and one that is
 * configured again has its old values. Not safe for use by several threads.
 */
final class Columns {
  private static final String SEPARATOR = "\n";

  private final MVMap<Long, byte[]> map;
  private final List<String> features;
  private final Map<Integer, List<String>> lists = new TreeMap<>();

  /**
   * @param features names in the order of samples and frames
   */
  Columns(MVMap<Long, byte[]> map, List<String> features) {
    this.map = map;
    this.features = features;
    map.forEach(
        (number, names) ->
            lists.put(
                Math.toIntExact(number),
                List.of(new String(names, StandardCharsets.UTF_8).split(SEPARATOR, -1))));
  }

  /** Returns the number of the list of the present features, added if it is new. */
  int current() {
    for (Map.Entry<Integer, List<String>> entry : lists.entrySet()) {
      if (entry.getValue().equals(features)) {
        return entry.getKey();
      }
    }
    int number = lists.size();
    lists.put(number, features);
    map.put((long) number, String.join(SEPARATOR, features).getBytes(StandardCharsets.UTF_8));
    return number;
  }

  /**
   * Returns for each list and each of its columns the index of the feature; -1 for a column that is
   * no feature any more.
   */
  Map<Integer, int[]> places() {
    Map<Integer, int[]> places = new TreeMap<>();
    lists.forEach(
        (number, names) ->
            places.put(number, names.stream().mapToInt(features::indexOf).toArray()));
    return places;
  }
}
