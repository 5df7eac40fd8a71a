package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The programs and directories that the build names. A missing one fails the test. */
public final class Tools {
  private static final Set<Path> PREPARED = ConcurrentHashMap.newKeySet();

  private Tools() {}

  /** A program below the directory that {@code examples/demo/get-tools} fills. */
  public static Path program(String directory, String name) {
    Path program = optional(directory, name);
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          "there is no " + program + ": run make test or examples/demo/get-tools");
    }
    return program;
  }

  /** The same for a program that may be missing; the test skips itself then. */
  public static Path optional(String directory, String name) {
    return directory("tools.directory").resolve(directory).resolve(name);
  }

  /** The program under test. */
  public static Path exporter() {
    Path program = directory("distribution.directory").resolve("bin").resolve("anomaly-exporter");
    if (!Files.isExecutable(program)) {
      throw new AssertionError(
          "there is no " + program + ": run mvn verify from the project's root");
    }
    return program;
  }

  /** What the build has packed for users: the one file whose name ends so. */
  public static Path packed(String suffix) throws IOException {
    return packed(directory("packages.directory"), suffix);
  }

  /** The archive without TensorFlow. */
  public static Path slimArchive() throws IOException {
    return packed(directory("slim.directory"), ".tar.gz");
  }

  private static Path packed(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
      if (found.size() != 1) {
        throw new AssertionError("expected one package *" + suffix + ", found " + found);
      }
      return found.get(0).toAbsolutePath();
    }
  }

  /** A file or directory of the project, by its path from the root. */
  public static Path shipped(String path) {
    // Maven runs tests in the directory of their module.
    return Path.of("../..").resolve(path).toAbsolutePath().normalize();
  }

  /** Where a class writes: a directory of its own, without what an earlier run has left. */
  public static Path workspace(Class<?> owner) {
    Path workspace = directory("workspace.directory").resolve(owner.getSimpleName());
    if (PREPARED.add(workspace)) {
      remove(workspace);
    }
    return workspace;
  }

  private static void remove(Path directory) {
    try {
      if (Files.exists(directory)) {
        try (Stream<Path> paths = Files.walk(directory)) {
          for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
            Files.delete(path);
          }
        }
      }
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path directory(String property) {
    return Path.of(property(property)).normalize();
  }

  /** Writes a file, and the directories above it where they are missing. */
  public static Path write(Path file, String content) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A system property that the build sets. */
  public static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), () -> "not set: -D" + name);
  }
}
