package io.github.anomalyexporter.server.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** Durable writes: files are forced to disk, then renamed to their final name. */
public final class DurableFiles {
  /** Prefix of the names of files that {@link #probe} writes. */
  public static final String PROBE = ".probe";

  private static final int PROBE_BLOCK = 1 << 16;

  private DurableFiles() {}

  /** Forces all files and directories below a directory to disk, then renames it to the target. */
  public static void publish(Path directory, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        force(path);
      }
    }
    Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    forceDirectoryOf(target);
  }

  /**
   * Replaces a file atomically: readers receive the old or the new content. Synchronized because a
   * scoring run and a request to forget an instance may write the same file.
   */
  public static synchronized void replace(Path file, String content) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(temporary, content, StandardCharsets.UTF_8);
    force(temporary);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceDirectoryOf(file);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Forces the directory of a file to disk, and so the name of a new file. */
  public static void forceDirectoryOf(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      force(directory);
    }
  }

  /** Returns the total size of all files below a directory, in bytes. */
  public static long size(Path directory) throws IOException {
    long size = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        size += Files.size(path);
      }
    }
    return size;
  }

  /**
   * Writes a hidden file of this size to disk and removes it.
   *
   * @throws IOException if the directory is not writable or lacks the space
   */
  public static void probe(Path directory, long bytes) throws IOException {
    Path probe = Files.createTempFile(directory, PROBE, "");
    try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
      // Random data: zeros take no space on a compressing filesystem.
      byte[] block = new byte[PROBE_BLOCK];
      new Random(1).nextBytes(block);
      for (long written = 0; written < bytes; ) {
        int length = (int) Math.min(block.length, bytes - written);
        written += channel.write(ByteBuffer.wrap(block, 0, length));
      }
      channel.force(true);
    } finally {
      Files.delete(probe);
    }
  }

  public static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
