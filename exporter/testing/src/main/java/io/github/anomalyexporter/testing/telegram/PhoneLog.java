package io.github.anomalyexporter.testing.telegram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that a {@link Phone} has printed to a file. */
public final class PhoneLog {
  private final @Nullable Path file;

  private PhoneLog(@Nullable Path file) {
    this.file = file;
  }

  /** Returns the messages printed to a file, which need not exist yet. */
  public static PhoneLog of(Path file) {
    return new PhoneLog(file);
  }

  /** Returns a log without messages. */
  public static PhoneLog none() {
    return new PhoneLog(null);
  }

  /**
   * Returns the messages so far as printed lines, in the order of their arrival, without an
   * incomplete last message.
   *
   * @throws IOException if the file exists and cannot be read
   */
  public List<List<String>> messages() throws IOException {
    List<List<String>> messages = new ArrayList<>();
    List<String> message = new ArrayList<>();
    for (String line : lines()) {
      if (line.startsWith(Phone.HEAD)) {
        message.clear();
      }
      message.add(line);
      if (line.equals(Phone.FOOT) && message.get(0).startsWith(Phone.HEAD)) {
        messages.add(List.copyOf(message));
      }
    }
    return messages;
  }

  private List<String> lines() throws IOException {
    if (file == null) {
      return List.of();
    }
    try {
      // Not with lines(): a partially written character must not be an error.
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
