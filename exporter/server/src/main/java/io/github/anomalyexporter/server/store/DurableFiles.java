package io.github.anomalyexporter.server.store;

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

/** Writes that survive a crash: forced to disk first, then renamed into place. */
public final class DurableFiles {
  /** What the names of files that {@link #probe} writes begin with. */
  static final String PROBE = ".probe";

  private static final int PROBE_BLOCK = 1 << 16;

  private DurableFiles() {}

  /** Forces every file and directory below a directory to disk, then moves it to its place. */
  static void publish(Path directory, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        force(path);
      }
    }
    Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    forceDirectoryOf(target);
  }

  /**
   * Replaces a file as a whole: readers see the old or the new content. One at a time: a scoring
   * run and a request to forget an instance may both be about to write the same file.
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

  private static void forceDirectoryOf(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      force(directory);
    }
  }

  /** Bytes of all files below a directory. */
  static long size(Path directory) throws IOException {
    long size = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        size += Files.size(path);
      }
    }
    return size;
  }

  /**
   * Writes a hidden file of so many bytes to disk and removes it.
   *
   * @throws IOException where the directory cannot be written to, or has no room for it
   */
  static void probe(Path directory, long bytes) throws IOException {
    Path probe = Files.createTempFile(directory, PROBE, "");
    try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
      // Noise: zeros take no room on a filesystem that compresses.
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

  static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
