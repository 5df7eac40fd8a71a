package io.github.anomalyexporter.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A password, token or the like: written into the configuration or kept in a file of its own.
 * Immutable, and its text is in no {@link #toString()}, so that a record holding one can be logged.
 */
public final class Secret {
  private final @Nullable String literal;
  private final @Nullable Path file;

  private Secret(@Nullable String literal, @Nullable Path file) {
    this.literal = literal;
    this.file = file;
  }

  /** A secret known by its text. */
  public static Secret of(String literal) {
    return new Secret(Objects.requireNonNull(literal), null);
  }

  /** A secret that lies in a UTF-8 file; the file is first read by {@link #reveal()}. */
  public static Secret ofFile(Path file) {
    return new Secret(null, Objects.requireNonNull(file));
  }

  /** Where the secret lies, or empty for a literal one. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * The text. A file is read on each call, so that a rotated secret counts without a restart; the
   * newlines at its end, which editors and {@code echo} leave, are not part of the secret.
   *
   * @throws UncheckedIOException if the file cannot be read or is empty; the message names the file
   */
  public String reveal() {
    if (literal != null) {
      return literal;
    }
    Path path = Objects.requireNonNull(file);
    String text;
    try {
      text = BoundedFile.text(path, BoundedFile.SECRET);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the secret file " + path + ": " + reason(e), e);
    }
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    if (end == 0) {
      String message = "the secret file " + path + " is empty";
      throw new UncheckedIOException(message, new IOException(message));
    }
    return text.substring(0, end);
  }

  /** The messages of these exceptions are only the path again. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    if (e instanceof BoundedFile.TooLargeException) {
      return "it is " + e.getMessage();
    }
    return String.valueOf(e.getMessage());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && Objects.equals(literal, that.literal)
        && Objects.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return Objects.hash(literal, file);
  }

  @Override
  public String toString() {
    return "<secret>";
  }
}
