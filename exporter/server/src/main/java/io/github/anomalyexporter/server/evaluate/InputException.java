package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.server.config.UsageException;
import java.nio.file.Path;

/** Invalid content of an input file; the message contains the place and the remedy. */
public final class InputException extends UsageException {
  private static final long serialVersionUID = 1L;

  InputException(Path file, String problem) {
    super(file + ": " + problem);
  }

  InputException(Path file, int line, String problem) {
    super("%s, line %s: %s".formatted(file, line, problem));
  }
}
