package io.github.anomalyexporter.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A container of the image, run by podman as strictly as its users may: nothing can be written to
 * but the volume, no capabilities, no new privileges.
 */
public final class Container implements AutoCloseable {

  private final Path directory;
  private final String name;
  private final AtomicInteger commands = new AtomicInteger();

  private Container(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /**
   * Starts a container.
   *
   * @param options of podman run, besides those that make it strict
   * @param command what the image's program is to do; empty for its default
   */
  public static Container start(
      Path directory, String image, String name, List<String> options, List<String> command) {
    Container container = new Container(directory, name);
    List<String> words = new ArrayList<>(List.of("run", "--detach", "--name=" + name));
    words.addAll(List.of("--read-only", "--read-only-tmpfs=false", "--cap-drop=all"));
    words.add("--security-opt=no-new-privileges");
    // Its timer requires systemd; podman's default limits exceed those of root.
    words.addAll(List.of("--health-interval=disable", "--ulimit=nofile=4096:4096"));
    words.add("--ulimit=nproc=4096:4096");
    words.addAll(options);
    words.add(image);
    words.addAll(command);
    container.podman(words.toArray(String[]::new));
    return container;
  }

  /** Exit code and output of a command within it. */
  public Exporter.Outcome exec(String... command) {
    List<String> words = new ArrayList<>(List.of("exec", name));
    words.addAll(List.of(command));
    return run(words);
  }

  /** What podman itself finds out by the health check of the image. */
  public Exporter.Outcome healthcheck() {
    return run(List.of("healthcheck", "run", name));
  }

  /** A property, in podman's words. */
  public String inspect(String format) {
    return podman("inspect", "--format={{" + format + "}}", name);
  }

  /** Stops it and starts it again, with its volume. */
  public void restart() {
    podman("restart", "--time=15", name);
  }

  private String podman(String... words) {
    Exporter.Outcome outcome = run(List.of(words));
    assertThat(outcome.exitCode()).as("%s: %s", List.of(words), outcome).isZero();
    return outcome.out().strip();
  }

  private Exporter.Outcome run(List<String> words) {
    List<String> command = new ArrayList<>(List.of("podman", "--runtime=runc"));
    command.addAll(words);
    Path log = directory.resolve(name + "-podman-" + commands.incrementAndGet());
    try (ChildProcess process = ChildProcess.start(log, Map.of(), command)) {
      int exitCode = process.awaitExit();
      return new Exporter.Outcome(exitCode, process.out(), process.err());
    }
  }

  /** Removes it, and what was in its volume. */
  @Override
  public void close() {
    run(List.of("rm", "--force", "--volumes", "--time=0", name));
  }
}
