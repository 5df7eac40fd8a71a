package io.github.anomalyexporter.server.yaml;

import java.util.List;

/**
 * Invalid configuration. The message begins with the name of the file and lists every problem with
 * its place, the expected and the found value; it contains no secret.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigException(String file, List<String> problems) {
    super(
        problems.size() == 1
            ? file + ": " + problems.get(0)
            : file + " has " + problems.size() + " problems:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns the problems in the order of the file: {@code path (line): expectation, found}. */
  public List<String> problems() {
    return problems;
  }
}
