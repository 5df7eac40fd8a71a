package io.github.anomalyexporter.testing.exposition;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A strict reading of the text format 0.0.4: any line that is not as it should be is an error. */
final class TextPage {
  private static final Pattern COMMENT =
      Pattern.compile("# (HELP|TYPE) ([a-zA-Z_][a-zA-Z0-9_]*) (.+)");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_][a-zA-Z0-9_]*)(\\{[a-z_]+=\"[^\"\\\\]*\"(?:,[a-z_]+=\"[^\"\\\\]*\")*\\})?"
              + " (-?\\d+(?:\\.\\d+)?)");

  /** Types by metric name. */
  final Map<String, String> types = new LinkedHashMap<>();

  /** Values as they are written, by name and labels. */
  final Map<String, String> samples = new LinkedHashMap<>();

  TextPage(byte[] page) {
    String family = "";
    for (String line : new String(page, StandardCharsets.UTF_8).split("\n", -1)) {
      Matcher comment = COMMENT.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (comment.matches()) {
        family = comment.group(2);
        if (comment.group(1).equals("TYPE") && types.put(family, comment.group(3)) != null) {
          throw new AssertionError("two types: " + line);
        }
      } else if (sample.matches() && sample.group(1).equals(family)) {
        String series = line.substring(0, line.lastIndexOf(' '));
        if (samples.put(series, sample.group(3)) != null) {
          throw new AssertionError("two samples: " + line);
        }
      } else if (!line.isEmpty()) {
        throw new AssertionError("not in its place or not in the format: " + line);
      }
    }
  }

  double value(String series) {
    String value = samples.get(series);
    if (value == null) {
      throw new AssertionError("no series " + series + " in " + samples.keySet());
    }
    return Double.parseDouble(value);
  }
}
