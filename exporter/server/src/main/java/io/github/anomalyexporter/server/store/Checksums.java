package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.server.files.BoundedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SHA-256 checksums of a directory's files in {@code SHA256SUMS}, in the format of {@code
 * sha256sum}: a copy can be verified with {@code sha256sum -c SHA256SUMS}.
 */
public final class Checksums {
  private static final String FILE = "SHA256SUMS";

  /** In bytes; a version has some ten files. */
  private static final int LARGEST = 64 << 10;

  private static final int LONGEST_SHOWN = 100;

  private Checksums() {}

  public static void write(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    sums(directory).forEach((name, sum) -> lines.add(sum + "  " + name));
    Files.write(directory.resolve(FILE), lines);
  }

  /**
   * Verifies all files that existed when the checksums were written. Files added later are ignored:
   * a withdrawn version has an additional file.
   *
   * @param required files that must exist and have a checksum, to detect an empty or truncated list
   * @throws ModelStoreException if a file is missing or has changed
   */
  public static void verify(Path directory, Collection<String> required) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new ModelStoreException(directory, "is not a model of anomaly-exporter: no " + FILE);
    }
    Map<String, String> expected = new TreeMap<>();
    for (String line : BoundedFile.text(file, LARGEST).lines().toList()) {
      String[] parts = line.split("  ", 2);
      if (parts.length != 2) {
        throw new ModelStoreException(
            file, "is damaged: " + line.substring(0, Math.min(line.length(), LONGEST_SHOWN)));
      }
      expected.put(parts[1], parts[0]);
    }
    Map<String, String> found = sums(directory);
    for (String name : required) {
      if (!expected.containsKey(name)) {
        throw new ModelStoreException(file, "is damaged: it lacks " + name);
      }
    }
    for (String name : expected.keySet()) {
      if (!expected.get(name).equals(found.get(name))) {
        throw new ModelStoreException(
            directory.resolve(name),
            found.containsKey(name) ? "is damaged: its checksum differs" : "is missing");
      }
    }
  }

  private static Map<String, String> sums(Path directory) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = directory.relativize(file).toString();
        if (!name.equals(FILE)) {
          sums.put(name, sum(file));
        }
      }
    }
    return sums;
  }

  private static String sum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
