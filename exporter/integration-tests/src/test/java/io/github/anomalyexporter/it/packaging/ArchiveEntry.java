package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A file or directory in an archive, as tar lists it.
 *
 * @param path below the directory that the archive unpacks to
 */
record ArchiveEntry(String mode, String owner, String time, String path) {
  /**
   * The entries of an archive.
   *
   * @param log where the output of tar is kept
   */
  static List<ArchiveEntry> of(Path archive, Path log) {
    List<String> list =
        List.of("tar", "-tvzf", archive.toString(), "--numeric-owner", "--full-time", "--utc");
    return ChildProcess.run(log, Map.of(), list).lines().map(ArchiveEntry::parse).toList();
  }

  /** Mode, owner, size, date, time, name. */
  private static ArchiveEntry parse(String line) {
    String[] words = line.split(" +", 6);
    String path = words[5].substring(words[5].indexOf('/') + 1);
    return new ArchiveEntry(words[0], words[1], words[3] + " " + words[4], path);
  }

  boolean isDirectory() {
    return mode.startsWith("d");
  }

  /** Checks what would differ between two builds of a commit. */
  static void assertReproducible(Path archive, List<ArchiveEntry> entries) throws IOException {
    assertThat(entries).extracting(ArchiveEntry::owner).containsOnly("0/0");
    assertThat(new TreeSet<>(entries.stream().map(ArchiveEntry::time).toList())).hasSize(1);
    assertThat(entries)
        .extracting(ArchiveEntry::mode)
        .containsOnly("-rwxr-xr-x", "-rw-r--r--", "drwxr-xr-x");
    // The header of gzip: no flags, so no name, and no time.
    try (var in = Files.newInputStream(archive)) {
      assertThat(in.readNBytes(8)).startsWith(0x1f, 0x8b, 8, 0, 0, 0, 0, 0);
    }
  }
}
