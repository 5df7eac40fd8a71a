package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.PATIENCE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A program that a test has started, and that does not outlive it. */
public final class ChildProcess implements AutoCloseable {
  /**
   * A signal that this process ignores would be ignored by the program as well: SIGHUP, where the
   * tests run under nohup. {@code env} runs the program in its own place.
   */
  private static final List<String> DEFAULT_SIGNALS = List.of("env", "--default-signal");

  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a program.
   *
   * @param log where its output goes, with {@code .out} and {@code .err} added to the name
   * @param environment set on top of this process' own
   */
  public static ChildProcess start(
      Path log, Map<String, String> environment, List<String> command) {
    Path out = log.resolveSibling(log.getFileName() + ".out");
    Path err = log.resolveSibling(log.getFileName() + ".err");
    List<String> started = new ArrayList<>(DEFAULT_SIGNALS);
    started.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(started)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Process process = builder.start();
      RUNNING.add(process);
      return new ChildProcess(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a program that has to succeed.
   *
   * @param log as of {@link #start}
   * @return its standard output
   */
  public static String run(Path log, Map<String, String> environment, List<String> command) {
    try (ChildProcess process = start(log, environment, command)) {
      if (process.awaitExit() != 0) {
        throw new AssertionError(command + ": " + process.out() + process.err());
      }
      return process.out();
    }
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything it has written to standard output so far. */
  public String out() {
    return read(out);
  }

  /** Everything it has written to standard error so far. */
  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) {
    try {
      ProcessBuilder kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()));
      // kill of procps 4.0.2 accepts no signal names in other locales.
      kill.environment().put("LC_ALL", "C");
      if (kill.start().waitFor() != 0) {
        throw new AssertionError("no process to send SIG" + name + " to; it said: " + err());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits for its end, at most {@link Patience#PATIENCE}.
   *
   * @return the exit code
   */
  public int awaitExit() {
    return awaitExit(PATIENCE);
  }

  /** The same with another limit. */
  int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(this + " still runs after " + limit + ": " + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Its name and where its output is, for messages. */
  @Override
  public String toString() {
    return out.getFileName().toString().replaceFirst("\\.out$", "") + " (log: " + err + ")";
  }

  /** Kills it where it stands and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    RUNNING.remove(process);
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }
}
