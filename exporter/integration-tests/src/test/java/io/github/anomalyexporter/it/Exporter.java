package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commands of the program that end by themselves. */
final class Exporter {
  /**
   * A process that lives for seconds spends half of its time on optimising code, which a long-lived
   * one gains from.
   */
  private static final Map<String, String> COMPILES_ONCE =
      Map.of("JAVA_OPTS", "-XX:TieredStopAtLevel=1");

  private Exporter() {}

  /** How a command ended and what it said. */
  record Outcome(int exitCode, String out, String err) {}

  /**
   * Runs a command to its end.
   *
   * @param log where its output is kept
   */
  static Outcome run(Path log, String... arguments) {
    try (ChildProcess process = start(log, Map.of(), arguments)) {
      int exitCode = process.awaitExit(PATIENCE);
      return new Outcome(exitCode, process.out(), process.err());
    }
  }

  /** Starts a command. */
  static ChildProcess start(Path log, Map<String, String> environment, String... arguments) {
    return start(List.of(), log, environment, arguments);
  }

  /**
   * Starts a command by another one.
   *
   * @param wrapper a command that runs the one appended to it, in its own place
   */
  static ChildProcess start(
      List<String> wrapper, Path log, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Tools.exporter().toString());
    command.addAll(List.of(arguments));
    Map<String, String> variables = new HashMap<>(COMPILES_ONCE);
    variables.putAll(environment);
    return ChildProcess.start(log, variables, command);
  }
}
