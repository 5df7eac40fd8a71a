package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JacksonException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Why something could not be read or written, for people. */
final class FailureReason {
  private FailureReason() {}

  static String of(Exception e) {
    // The messages of these are only the path again.
    if (e instanceof FileAlreadyExistsException) {
      return "a file of that name";
    } else if (e instanceof AccessDeniedException) {
      return "no permission";
    } else if (e instanceof NoSuchFileException) {
      return "no place for one";
    } else if (e instanceof JacksonException json) {
      return json.getOriginalMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
