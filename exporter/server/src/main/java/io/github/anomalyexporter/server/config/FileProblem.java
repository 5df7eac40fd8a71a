package io.github.anomalyexporter.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read, in words: the messages of these exceptions are only its path. */
final class FileProblem {
  private FileProblem() {}

  /** For the end of a message: "expected a file that can be read, found ...". */
  static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "none";
    } else if (e instanceof AccessDeniedException) {
      return "one that may not be read";
    } else if (e instanceof CharacterCodingException) {
      return "one that is not UTF-8 text";
    }
    return String.valueOf(e.getMessage());
  }
}
