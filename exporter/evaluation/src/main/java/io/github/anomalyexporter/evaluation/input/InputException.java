package io.github.anomalyexporter.evaluation.input;

import java.nio.file.Path;

/** Invalid content of an input file; the message contains the place and the remedy. */
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(Path file, String problem) {
    super(file + ": " + problem);
  }

  InputException(Path file, int line, String problem) {
    super("%s, line %s: %s".formatted(file, line, problem));
  }
}
