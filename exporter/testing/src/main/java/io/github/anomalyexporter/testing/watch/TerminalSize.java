package io.github.anomalyexporter.testing.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a terminal.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record TerminalSize(int rows, int columns) {
  /** The usual size of a terminal. */
  static final TerminalSize USUAL = new TerminalSize(24, 80);

  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})\\s*");

  /**
   * Returns the current size of the terminal of standard output, or the usual size if it is
   * unknown. The size is read by {@code stty} because the JDK does not provide it.
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

  /** Parses the output of {@code stty size}; 0 if the terminal does not have a size. */
  static TerminalSize parse(String answer) {
    Matcher size = SIZE.matcher(answer);
    return size.matches()
        ? new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
        : USUAL;
  }
}
