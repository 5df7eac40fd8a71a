package io.github.anomalyexporter.server.config;

import java.util.List;

/**
 * A configuration that cannot be used. The message begins with the name of the file and names every
 * problem with its place, what was expected and what was found; it holds no secret.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigException(String file, List<String> problems) {
    super(
        problems.size() == 1
            ? file + ": " + problems.get(0)
            : file + " has " + problems.size() + " problems:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each problem by itself, in the order of the file: {@code path (line): expectation, found}. */
  public List<String> problems() {
    return problems;
  }
}
