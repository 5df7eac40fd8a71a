package io.github.anomalyexporter.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a file of examples/, which a test makes fit its own ports and folders. */
public record Example(String text) {
  /** A file by its path from examples/. */
  public static Example of(String path) {
    try {
      return new Example(Files.readString(Tools.shipped("examples").resolve(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with a text, which has to be there, replaced everywhere. */
  public Example with(String original, Object replacement) {
    assertThat(text).contains(original);
    return new Example(text.replace(original, replacement.toString()));
  }

  /** The same with more at its end. */
  public Example plus(String end) {
    return new Example(text + end);
  }

  /** Writes the text, and creates missing directories. */
  public void writeTo(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
