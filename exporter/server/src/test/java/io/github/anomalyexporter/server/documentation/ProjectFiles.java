package io.github.anomalyexporter.server.documentation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of the project, without build output, downloads and hidden folders except GitHub's. */
final class ProjectFiles {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Set<String> GENERATED = Set.of("target", "node_modules");

  private ProjectFiles() {}

  /** The absolute paths of the files that match, each passed with its path relative to the root. */
  static List<Path> matching(Predicate<String> path) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".github");
            return !folder.equals(ROOT) && (hidden || GENERATED.contains(name))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (path.test(ROOT.relativize(file).toString())) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }
}
