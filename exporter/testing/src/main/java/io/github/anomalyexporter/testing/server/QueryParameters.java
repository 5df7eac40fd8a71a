package io.github.anomalyexporter.testing.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL, of which only known ones are accepted. */
final class QueryParameters {
  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * @param query the raw query of a URL, null if it has none
   * @throws IllegalArgumentException if a parameter is not among the known ones
   */
  QueryParameters(@Nullable String query, Set<String> known) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = decode(equals < 0 ? parameter : parameter.substring(0, equals));
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "unknown parameter \"" + name + "\", known are " + String.join(", ", known));
      }
      values.put(name, equals < 0 ? "" : decode(parameter.substring(equals + 1)));
    }
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  /**
   * The value of a parameter that must be given.
   *
   * @throws IllegalArgumentException with the expectation if it is not
   */
  String require(String name, String expectation) {
    String value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(
          "parameter \"" + name + "\" is missing: expected " + expectation);
    }
    return value;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
