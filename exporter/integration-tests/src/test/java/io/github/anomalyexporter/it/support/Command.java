package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of the system, run to their end. */
public final class Command {
  private Command() {}

  /** Exit code and output of a program. */
  public record Outcome(int exitCode, String output) {}

  /**
   * Runs a program that has to succeed.
   *
   * @param arguments each a word, or a list of words
   * @return its output
   */
  public static String run(Path directory, String program, Object... arguments) {
    Outcome outcome = tryRun(directory, program, arguments);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(program + " " + List.of(arguments) + ": " + outcome);
    }
    return outcome.output();
  }

  /** Runs a program. */
  public static Outcome tryRun(Path directory, String program, Object... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    addWords(List.of(arguments), command);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("no " + program + " here; make tools installs it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void addWords(List<?> arguments, List<String> words) {
    for (Object argument : arguments) {
      if (argument instanceof List<?> list) {
        addWords(list, words);
      } else {
        words.add(argument.toString());
      }
    }
  }
}
