package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a test asserts of a problem: its place and its kind, but not its wording. */
record ExpectedProblem(String path, int line, ProblemKind kind) {
  private static final Pattern COMMENT = Pattern.compile(" # (.+)$");
  private static final Pattern PROBLEM = Pattern.compile("(.+): ([A-Z_]+)");
  private static final String DOCUMENT = "the document";

  private static ExpectedProblem of(Problem problem) {
    return new ExpectedProblem(problem.path(), problem.line(), problem.kind());
  }

  /** Returns the wrong configurations in a folder of {@code src/test/resources/config}. */
  static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/config", folder))) {
      return files.sorted().toList();
    }
  }

  /**
   * Returns the problems in the comments of this file. A comment at the end of a line names the
   * problems of that line: {@code # path: KIND; path: KIND}.
   */
  static List<ExpectedProblem> inComments(Path file) throws IOException {
    List<ExpectedProblem> expected = new ArrayList<>();
    int line = 0;
    for (String row : Files.readAllLines(file)) {
      line++;
      Matcher comment = COMMENT.matcher(row);
      if (comment.find()) {
        for (String problem : comment.group(1).split("; ", -1)) {
          expected.add(parse(problem, line));
        }
      }
    }
    assertThat(expected).isNotEmpty();
    return expected;
  }

  private static ExpectedProblem parse(String problem, int line) {
    Matcher matcher = PROBLEM.matcher(problem);
    assertThat(matcher.matches()).as(problem).isTrue();
    String path = matcher.group(1);
    return new ExpectedProblem(
        path.equals(DOCUMENT) ? "" : path, line, ProblemKind.valueOf(matcher.group(2)));
  }

  /**
   * Asserts that reading fails with exactly these problems, in this order, and that the message
   * does not contain the password {@code hunter2}.
   */
  static void assertProblems(ThrowingCallable reading, List<ExpectedProblem> expected) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(reading)
        .withMessageNotContaining("hunter2")
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(ExpectedProblem::of))
                    .containsExactlyElementsOf(expected));
  }
}
