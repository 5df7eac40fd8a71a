package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/**
 * A storage on a small file system in memory that only one exporter sees: it is there as long as
 * the exporter is. Its parts are reached through the exporter's own view of the files.
 */
public final class SmallDisk {

  /** Mounts the file system over the storage, fills it up, and becomes the exporter. */
  private static final String MOUNT =
      "mount -t tmpfs -o size=8m small-disk \"$1\" && cp -a \"$2\"/. \"$1\""
          + " && { cat /dev/zero >\"$1\"/filler 2>/dev/null || true; } && shift 2 && exec \"$@\"";

  private final Path storage;
  private final Path models;

  /**
   * @param storage an empty directory
   * @param models that are to be in it
   */
  public SmallDisk(Path storage, Path models) {
    this.storage = storage;
    this.models = models;
  }

  /** Skips the test with the reason if such a disk cannot be created. */
  public static void skipUnlessPossible(Path log) {
    try (ChildProcess mount =
        ChildProcess.start(
            log,
            Map.of(),
            List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs small-disk /mnt"))) {
      if (mount.awaitExit() != 0) {
        System.out.println("SKIPPED: no disk to fill, root may not mount: " + mount.err());
        throw new TestAbortedException("no disk to fill: " + mount.err());
      }
    }
  }

  /** Runs the exporter with this storage, full to the last byte. */
  public List<String> wrapper() {
    return List.of(
        "unshare", "--mount", "sh", "-c", MOUNT, "sh", storage.toString(), models.toString());
  }

  /** The path of a file of the storage, from outside. */
  public Path seenFromOutside(ChildProcess exporter, String file) {
    return Path.of("/proc/" + exporter.pid() + "/root" + storage.resolve(file));
  }

  /** Whether there is not a byte left. */
  public boolean isFull(ChildProcess exporter) {
    try (OutputStream filler =
        Files.newOutputStream(
            seenFromOutside(exporter, "filler"),
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      filler.write(new byte[1 << 16]);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Deletes the file that fills the disk. */
  public void makeRoom(ChildProcess exporter) throws IOException {
    Files.delete(seenFromOutside(exporter, "filler"));
  }

  /** Makes the models of a detector read-only. */
  public void protect(ChildProcess exporter, String detector) {
    String path = storage.resolve(detector).toString();
    run(exporter, "mount", "--bind", path, path);
    run(exporter, "mount", "-o", "remount,bind,ro", path);
  }

  /** Makes the models of a detector writable again. */
  public void unprotect(ChildProcess exporter, String detector) {
    run(exporter, "umount", storage.resolve(detector).toString());
  }

  private void run(ChildProcess exporter, String... command) {
    List<String> words =
        new ArrayList<>(List.of("nsenter", "--mount", "--target=" + exporter.pid()));
    words.addAll(List.of(command));
    ChildProcess.run(storage.resolveSibling("nsenter"), Map.of(), words);
  }
}
