package io.github.anomalyexporter.server.local;

import io.github.anomalyexporter.server.failure.FileProblem;
import io.github.anomalyexporter.server.files.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Linux machine, read from {@code /proc}, from which node_exporter reads the same values. Needs
 * no privileges. For one thread.
 */
final class ProcFiles implements MachineSource {
  private static final Logger log = LoggerFactory.getLogger(ProcFiles.class);

  /** The largest file has a number for each interrupt of a large machine. */
  private static final int MOST_BYTES = 4 << 20;

  private final Path proc;
  private final ToDoubleFunction<String> usedSpace;
  private final Set<Path> reported = new HashSet<>();

  /**
   * The files of a folder.
   *
   * @param proc usually {@code /proc}
   * @param usedSpace of the filesystem at a mount point: the share that is used, NaN without a size
   */
  ProcFiles(Path proc, ToDoubleFunction<String> usedSpace) {
    this.proc = proc;
    this.usedSpace = usedSpace;
  }

  /** Returns whether the folder is that of a running Linux. */
  static boolean exist(Path proc) {
    return Files.exists(proc.resolve(ProcFile.STAT.path()));
  }

  @Override
  public MachineValues read() {
    MachineValues.Builder values = new MachineValues.Builder();
    for (ProcFile file : EnumSet.allOf(ProcFile.class)) {
      read(file.path(), file.isOptional(), lines -> values.addAll(file.parse(lines)));
    }
    read(
        "self/mountinfo",
        false,
        lines ->
            Mounts.points(lines).stream()
                .mapToDouble(usedSpace)
                .filter(used -> !Double.isNaN(used))
                .max()
                .ifPresent(used -> values.set(Gauge.FILESYSTEM_USED, used)));
    return values.build();
  }

  @Override
  public String hostName() {
    String[] name = {""};
    read("sys/kernel/hostname", false, lines -> name[0] = String.join("", lines).strip());
    return name[0];
  }

  private interface Parser {
    void parse(List<String> lines);
  }

  private void read(String path, boolean isOptional, Parser parser) {
    Path file = proc.resolve(path);
    try {
      byte[] content = BoundedFile.bytes(file, MOST_BYTES);
      parser.parse(new String(content, StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      report(file, isOptional, FileProblem.of(e));
    } catch (IllegalArgumentException e) {
      report(file, isOptional, "a file with " + e.getMessage());
    }
  }

  private void report(Path file, boolean isOptional, String found) {
    if (reported.add(file) && !isOptional) {
      log.warn(
          "{}: expected a file that can be read, found {}; its values are absent", file, found);
    }
  }
}
