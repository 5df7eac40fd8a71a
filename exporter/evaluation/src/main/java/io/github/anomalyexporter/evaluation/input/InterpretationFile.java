package io.github.anomalyexporter.evaluation.input;

import io.github.anomalyexporter.evaluation.figure.Interpretation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Features of each incident: lines {@code FIRST-LAST:FEATURE,FEATURE,...}, rows numbered from 0 and
 * features from 1, in the format of the Server Machine Dataset.
 */
final class InterpretationFile {
  private static final Pattern LINE =
      Pattern.compile("(\\d{1,9})-(\\d{1,9}):(\\d+(?:[, ]+\\d+)*)[, ]*");

  /** In characters; the expression recurses too deeply on longer lines. */
  private static final int LONGEST_LINE = 4_000;

  private InterpretationFile() {}

  /**
   * Reads a file.
   *
   * @param features number of features
   * @return empty if the file does not exist
   */
  static List<Interpretation> read(Path file, int features) {
    return Files.exists(file)
        ? InputFile.readSmall(file, input -> read(file, input, features))
        : List.of();
  }

  private static List<Interpretation> read(Path file, InputStream input, int features)
      throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    List<Interpretation> interpretations = new ArrayList<>();
    String text = reader.readLine();
    for (int line = 1; text != null; line++) {
      if (!text.isBlank()) {
        interpretations.add(parse(file, line, text.strip(), features));
      }
      text = reader.readLine();
    }
    return interpretations;
  }

  private static Interpretation parse(Path file, int line, String text, int features) {
    if (text.length() > LONGEST_LINE) {
      throw new InputException(
          file,
          line,
          "expected at most %s characters, found %s".formatted(LONGEST_LINE, text.length()));
    }
    Matcher matcher = LINE.matcher(text);
    Set<Integer> indices = new HashSet<>();
    if (matcher.matches()) {
      for (String number : matcher.group(3).split("[, ]+", -1)) {
        // Longer numbers exceed the last feature as well.
        int index = number.length() > 9 ? 0 : Integer.parseInt(number);
        if (index < 1 || index > features) {
          throw new InputException(
              file, line, "expected features from 1 to %s, found %s".formatted(features, number));
        }
        indices.add(index - 1);
      }
    }
    if (indices.isEmpty()) {
      throw new InputException(
          file,
          line,
          "expected FIRST-LAST:FEATURE,FEATURE,... such as 392-416:12,15, found " + text);
    }
    return new Interpretation(
        Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), indices);
  }
}
