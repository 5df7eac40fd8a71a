package io.github.anomalyexporter.server.secret;

import io.github.anomalyexporter.server.files.BoundedFile;
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
 * Password or token, in the configuration or in a separate file. Immutable; {@link #toString()}
 * does not contain the text, so that records with secrets can be logged.
 */
public final class Secret {
  private final @Nullable String literal;
  private final @Nullable Path file;

  private Secret(@Nullable String literal, @Nullable Path file) {
    this.literal = literal;
    this.file = file;
  }

  /** Returns a secret with this text. */
  public static Secret of(String literal) {
    return new Secret(Objects.requireNonNull(literal), null);
  }

  /** Returns a secret in a UTF-8 file, which is read by {@link #reveal()} only. */
  public static Secret ofFile(Path file) {
    return new Secret(null, Objects.requireNonNull(file));
  }

  /** Returns the file; empty for a literal secret. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * Returns the text. A file is read on each call, so that a rotated secret takes effect without a
   * restart; trailing newlines, as written by editors and {@code echo}, are removed.
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

  /** The messages of these exceptions contain only the path. */
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
