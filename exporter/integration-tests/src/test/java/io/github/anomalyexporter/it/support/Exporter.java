package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.TRAINING;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands of the program that end by themselves. */
public final class Exporter {
  /**
   * A process that lives for seconds spends half of its time on optimising code, which a long-lived
   * one gains from.
   */
  private static final Map<String, String> COMPILES_ONCE =
      Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1");

  private Exporter() {}

  /** Exit code and output of a command. */
  public record Outcome(int exitCode, String out, String err) {}

  /**
   * Runs a command to its end.
   *
   * @param log where its output is kept
   */
  public static Outcome run(Path log, String... arguments) {
    try (ChildProcess process = start(log, Map.of(), arguments)) {
      int exitCode = process.awaitExit();
      return new Outcome(exitCode, process.out(), process.err());
    }
  }

  /**
   * Trains by the command {@code train}, which has to succeed.
   *
   * @param directory where the configuration is written to, and the output
   * @return the storage with the model, in the directory
   */
  public static Path train(Path directory, String config) {
    Path storage = directory.resolve("storage");
    Path file = Tools.write(directory.resolve("anomaly-exporter.yml"), config);
    try (ChildProcess process =
        start(
            directory.resolve("train"),
            Map.of(),
            "train",
            "--config.file=" + file,
            "--storage.path=" + storage)) {
      if (process.awaitExit(TRAINING) != 0) {
        throw new AssertionError("no model: " + process.err());
      }
      return storage;
    }
  }

  /** Starts a command. */
  public static ChildProcess start(Path log, Map<String, String> environment, String... arguments) {
    return start(List.of(), log, environment, arguments);
  }

  /**
   * Starts a command by another one.
   *
   * @param wrapper a command that runs the one appended to it, in its own place
   */
  public static ChildProcess start(
      List<String> wrapper, Path log, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Tools.exporter().toString());
    return startProgram(command, log, environment, arguments);
  }

  /**
   * Starts a command of another distribution.
   *
   * @param program the path of its program, with a wrapper before it, if any
   */
  public static ChildProcess startProgram(
      List<String> program, Path log, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>(COMPILES_ONCE);
    variables.putAll(environment);
    return ChildProcess.start(log, variables, command);
  }
}
