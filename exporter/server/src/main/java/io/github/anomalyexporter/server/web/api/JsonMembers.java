package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.JsonReader;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the members of a JSON object in the body of a request. */
final class JsonMembers {
  private JsonMembers() {}

  /**
   * Requires JSON. Web pages of other hosts cannot send JSON without asking first, which is
   * refused; so no other type is accepted.
   *
   * @throws RefusedException if the body has another type
   */
  static void requireJson(PostedBody body) {
    String type = body.mediaType() == null ? "none" : body.mediaType();
    if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new RefusedException(
          415, "bad_data", "Content-Type: expected application/json, found " + type);
    }
  }

  /**
   * Reads a body.
   *
   * @param reader reads all known members; a member that is null is absent
   * @throws RefusedException if the body is no JSON, or with all problems of its members
   */
  static <T> T read(PostedBody body, Function<Section, T> reader) {
    requireJson(body);
    Reading reading = new Reading("the request", Path.of(""));
    try {
      Section members = new Value(reading, "", 1, JsonReader.read(reading, body.text())).section();
      T read = reader.apply(members);
      reading.finish();
      return read;
    } catch (ConfigException e) {
      throw new RefusedException(
          400,
          "bad_data",
          e.problems().stream().map(JsonMembers::message).collect(Collectors.joining("; ")));
    }
  }

  private static String message(Problem problem) {
    return problem.path().isEmpty() ? problem.text() : problem.path() + ": " + problem.statement();
  }
}
