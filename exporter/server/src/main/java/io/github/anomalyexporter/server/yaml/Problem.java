package io.github.anomalyexporter.server.yaml;

/**
 * One problem of a configuration.
 *
 * @param path of the key, such as {@code detectors[0].step}; empty for the whole document
 * @param line from 1; 0 if the file was not read
 * @param text as printed: the place, the expected and the found value; contains no secret
 */
public record Problem(String path, int line, ProblemKind kind, String text) {
  /** Returns a problem of the value of a key. */
  static Problem ofKey(String path, int line, ProblemKind kind, String expectation, String found) {
    String place = (path.isEmpty() ? "the document" : path) + " (line " + line + ")";
    return new Problem(path, line, kind, place + ": expected " + expectation + ", found " + found);
  }

  /** Returns a problem of a text that is not an allowed YAML document. */
  static Problem ofSyntax(int line, int column, String message) {
    return new Problem(
        "", line, ProblemKind.SYNTAX, "line " + line + ", column " + column + ": " + message);
  }

  /** Returns a problem of a file without content. */
  public static Problem ofFile(String expectation, String found) {
    return new Problem(
        "", 0, ProblemKind.UNREADABLE_FILE, "expected " + expectation + ", found " + found);
  }
}
