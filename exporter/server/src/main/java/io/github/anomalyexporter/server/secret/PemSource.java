package io.github.anomalyexporter.server.secret;

import io.github.anomalyexporter.server.failure.FileProblem;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Source of certificates or a key in PEM: a file, or a text in the configuration. Immutable; {@link
 * #toString()} does not contain the text because it may be a key.
 */
public final class PemSource {
  private final String key;
  private final @Nullable Path file;
  private final @Nullable Secret text;

  private PemSource(String key, @Nullable Path file, @Nullable Secret text) {
    this.key = key;
    this.file = file;
    this.text = text;
  }

  /**
   * Returns a source for a file, which is read by {@link #read()} only.
   *
   * @param key configuration key, for messages
   */
  public static PemSource ofFile(String key, Path file) {
    return new PemSource(key, Objects.requireNonNull(file), null);
  }

  /**
   * Returns a source for a text in the configuration.
   *
   * @param key configuration key, for messages
   */
  public static PemSource ofText(String key, Secret text) {
    return new PemSource(key, null, Objects.requireNonNull(text));
  }

  /** Returns the file; empty for a text in the configuration. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Returns the configuration key and the file, for messages. */
  public String place() {
    return file == null ? key : key + " " + file;
  }

  /**
   * Returns the text; a file is read on each call.
   *
   * @throws UsageException if the file cannot be read; the message names it
   */
  public String read() {
    if (file == null) {
      return Objects.requireNonNull(text).reveal();
    }
    try {
      return new String(
          BoundedFile.bytes(file, BoundedFile.CERTIFICATES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UsageException(
          place() + ": expected a file that can be read, found " + FileProblem.of(e), e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PemSource that
        && key.equals(that.key)
        && Objects.equals(file, that.file)
        && Objects.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, file, text);
  }

  @Override
  public String toString() {
    return place();
  }
}
