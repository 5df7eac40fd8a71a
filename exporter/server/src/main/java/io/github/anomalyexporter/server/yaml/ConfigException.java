package io.github.anomalyexporter.server.yaml;

import java.util.List;
import java.util.stream.Stream;

/**
 * Invalid configuration. The message begins with the name of the file and lists its problems; it
 * contains no secret.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Problems listed in one message. */
  private static final int MOST_LISTED = 100;

  private final transient List<Problem> problems;

  public ConfigException(String file, List<Problem> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(String file, List<Problem> problems) {
    return problems.size() == 1
        ? file + ": " + problems.get(0).text()
        : file
            + " has "
            + problems.size()
            + " problems:\n  "
            + String.join("\n  ", lines(problems));
  }

  private static List<String> lines(List<Problem> problems) {
    Stream<String> first = problems.stream().limit(MOST_LISTED).map(Problem::text);
    int others = problems.size() - MOST_LISTED;
    return others <= 0
        ? first.toList()
        : Stream.concat(first, Stream.of("and " + others + " other problems")).toList();
  }

  /** Returns all problems in the order of the file. */
  public List<Problem> problems() {
    return problems;
  }

  /** Returns the problems as printed, {@code path (line): expectation, found}: the first 100. */
  public List<String> lines() {
    return lines(problems);
  }
}
