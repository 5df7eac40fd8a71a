package io.github.anomalyexporter.server.files;

import io.github.anomalyexporter.server.failure.FileProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests of small files, to detect changes. Compares contents: timestamps and sizes do not reveal
 * every change, in particular when a symbolic link is replaced, as in Kubernetes. Immutable.
 */
public record FileContents(Map<Path, String> digests) {
  public FileContents {
    digests = Map.copyOf(digests);
  }

  /** Reads these files; an unreadable file counts as different content. */
  public static FileContents of(Collection<Path> files) {
    Map<Path, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file, digest(file)));
    return new FileContents(digests);
  }

  /** Returns the digest of one of the files only. */
  public FileContents only(Path file) {
    return new FileContents(Map.of(file, digests.getOrDefault(file, "")));
  }

  /** Reads further files and keeps the existing digests. */
  public FileContents and(Collection<Path> files) {
    Map<Path, String> all = new TreeMap<>(of(files).digests());
    all.putAll(digests);
    return new FileContents(all);
  }

  /** Reads the same files again. */
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
