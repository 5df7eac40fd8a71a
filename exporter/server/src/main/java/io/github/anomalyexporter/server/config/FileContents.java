package io.github.anomalyexporter.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What some small files contained when they were looked at, to notice that one has changed. By
 * their contents: neither a time stamp nor a size tells of every change, least of all where a
 * symbolic link is moved, as Kubernetes does. Holds digests only. Immutable.
 */
public record FileContents(Map<Path, String> digests) {
  public FileContents {
    digests = Map.copyOf(digests);
  }

  /** Looks at these files; one that cannot be read counts as another content. */
  public static FileContents of(Collection<Path> files) {
    Map<Path, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file, digest(file)));
    return new FileContents(digests);
  }

  /** What is known of one of them alone. */
  public FileContents only(Path file) {
    return new FileContents(Map.of(file, digests.getOrDefault(file, "")));
  }

  /** Looks at further files, and keeps what is known of those looked at before. */
  public FileContents and(Collection<Path> files) {
    Map<Path, String> all = new TreeMap<>(of(files).digests());
    all.putAll(digests);
    return new FileContents(all);
  }

  /** Looks at the same files again. */
  public FileContents now() {
    return of(digests.keySet());
  }

  private static String digest(Path file) {
    try {
      byte[] content = BoundedFile.bytes(file, BoundedFile.CONFIGURATION);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      return FileProblem.of(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
