package io.github.anomalyexporter.testing.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much a terminal shows.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record TerminalSize(int rows, int columns) {
  /** What terminals have been since they were made of glass. */
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})\\s*");

  /**
   * The size of the terminal that standard output is at this moment. The JDK does not know it;
   * {@code stty} does. The usual size if it cannot be had.
   */
  static TerminalSize ofStandardOutput() {
    try {
      Process stty =
          new ProcessBuilder("stty", "-F", STANDARD_OUTPUT.toRealPath().toString(), "size")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return USUAL;
    }
  }

  /** Rows and columns as {@code stty size} prints them; a terminal that does not know has 0. */
  static TerminalSize parse(String answer) {
    Matcher size = SIZE.matcher(answer);
    return size.matches()
        ? new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
        : USUAL;
  }
}
