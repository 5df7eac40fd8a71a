package io.github.anomalyexporter.server.failure;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Reasons why a file cannot be read; the messages of these exceptions contain only the path. */
public final class FileProblem {
  private FileProblem() {}

  /** Returns the end of the message "expected a file that can be read, found ...". */
  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "none";
    } else if (e instanceof AccessDeniedException) {
      return "a file without read permission";
    } else if (e instanceof CharacterCodingException) {
      return "a file that is not UTF-8 text";
    }
    return String.valueOf(e.getMessage());
  }
}
