package io.github.anomalyexporter.server.failure;

import com.fasterxml.jackson.core.JacksonException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Readable reasons of I/O failures. */
public final class FailureReason {
  private FailureReason() {}

  public static String of(Exception e) {
    // The messages of these exceptions contain only the path.
    if (e instanceof FileAlreadyExistsException) {
      return "a file of that name";
    } else if (e instanceof AccessDeniedException) {
      return "no permission";
    } else if (e instanceof NoSuchFileException) {
      return "no such directory";
    } else if (e instanceof JacksonException json) {
      return json.getOriginalMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
