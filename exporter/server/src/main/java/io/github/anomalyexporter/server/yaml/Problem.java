package io.github.anomalyexporter.server.yaml;

/**
 * One problem of a configuration.
 *
 * @param path of the key, such as {@code detectors[0].step}; empty for the whole document
 * @param line from 1; 0 if the file was not read
 * @param statement the expected and the found value; contains no secret
 * @param text as printed: the place and the statement
 */
public record Problem(String path, int line, ProblemKind kind, String statement, String text) {
  /** Returns a problem of the value of a key. */
  static Problem ofKey(String path, int line, ProblemKind kind, String expectation, String found) {
    String place = (path.isEmpty() ? "the document" : path) + " (line " + line + ")";
    String statement = "expected " + expectation + ", found " + found;
    return new Problem(path, line, kind, statement, place + ": " + statement);
  }

  /** Returns a problem of a text that is not an allowed YAML document. */
  static Problem ofSyntax(int line, int column, String message) {
    return new Problem(
        "",
        line,
        ProblemKind.SYNTAX,
        message,
        "line " + line + ", column " + column + ": " + message);
  }

  /** Returns a problem of a file without content. */
  public static Problem ofFile(String expectation, String found) {
    String statement = "expected " + expectation + ", found " + found;
    return new Problem("", 0, ProblemKind.UNREADABLE_FILE, statement, statement);
  }
}
