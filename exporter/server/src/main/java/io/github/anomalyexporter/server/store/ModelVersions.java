package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directory of the versions of one detector's model. A version is a directory that exists
 * completely or not at all; its name is the time of its training, so that versions are ordered by
 * name.
 */
final class ModelVersions {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelVersions.class);

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern VERSION_NAME = Pattern.compile("\\d{8}T\\d{6}Z(-\\d+)?");

  private static final String UNFINISHED = ".unfinished-";

  /** A file of some blocks, because an empty file can be created on a full disk. */
  private static final long LEAST_ROOM = 1 << 16;

  private final Path directory;
  private final int keep;

  /** Writes the files of a version. */
  interface Writer {
    void write(Path version) throws IOException;
  }

  /**
   * @param keep number of versions that remain after a save
   */
  ModelVersions(Path directory, int keep) {
    this.directory = directory;
    this.keep = keep;
  }

  /** See {@link ModelStore#prepare}. */
  void prepare() {
    requireWritable();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (name.startsWith(UNFINISHED) || name.startsWith(DurableFiles.PROBE)) {
          DurableFiles.delete(path);
        }
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /** See {@link ModelStore#requireWritable}. */
  void requireWritable() {
    try {
      Files.createDirectories(directory);
      DurableFiles.probe(directory, 0);
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  private ModelStoreException notWritable(IOException e) {
    return new ModelStoreException(
        directory, "expected a directory that can be written to, found " + FailureReason.of(e), e);
  }

  /** See {@link ModelStore#requireRoom}. */
  void requireRoom() {
    try {
      List<Path> versions = all();
      long newest = versions.isEmpty() ? 0 : DurableFiles.size(versions.get(0));
      DurableFiles.probe(directory, Math.max(LEAST_ROOM, newest));
    } catch (IOException e) {
      throw new ModelStoreException(
          directory, "expected room for another model, found " + FailureReason.of(e), e);
    }
  }

  /**
   * Returns all directories without a leading dot, by name in descending order, including
   * directories not created by the exporter.
   */
  List<Path> all() throws IOException {
    if (!Files.isDirectory(directory)) {
      return new ArrayList<>();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.reverseOrder())
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  /** Returns the names of all versions, newest first, those of withdrawn versions marked. */
  List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path version : all()) {
      boolean withdrawn = Files.exists(version.resolve(ModelRollback.WITHDRAWN));
      names.add(version.getFileName() + (withdrawn ? " withdrawn" : ""));
    }
    return names;
  }

  /**
   * Returns a name later than all existing versions, even if the clock was set back, so that the
   * newest version is the last.
   */
  String free(Instant createdAt) {
    String version = VERSION.format(laterThanAll(createdAt));
    String free = version;
    for (int i = 2; Files.exists(directory.resolve(free)); i++) {
      free = version + "-" + i;
    }
    return free;
  }

  private Instant laterThanAll(Instant createdAt) {
    Instant second = createdAt.truncatedTo(ChronoUnit.SECONDS);
    try {
      return all().stream()
          .map(path -> path.getFileName().toString())
          .filter(VERSION_NAME.asMatchPredicate())
          .map(name -> VERSION.parse(name.replaceFirst("-.*", ""), Instant::from))
          .filter(existing -> existing.isAfter(second))
          .max(Comparator.naturalOrder())
          .map(newest -> newest.plusSeconds(1))
          .orElse(second);
    } catch (IOException | DateTimeException e) {
      LOGGER.warn("{}: the versions cannot be listed: {}", directory, e.toString());
      return second;
    }
  }

  /**
   * Creates a version, and removes old versions beyond the number to keep.
   *
   * @throws ModelStoreException if it cannot be written; no files are left then
   */
  void save(String version, Writer writer) {
    Path unfinished = directory.resolve(UNFINISHED + version);
    try {
      Files.createDirectories(unfinished);
      writer.write(unfinished);
      DurableFiles.publish(unfinished, directory.resolve(version));
    } catch (IOException e) {
      remove(unfinished, e);
      throw new ModelStoreException(
          directory.resolve(version), "could not be saved: " + FailureReason.of(e), e);
    } catch (RuntimeException e) {
      remove(unfinished, e);
      throw e;
    }
    prune();
  }

  private static void remove(Path unfinished, Exception failure) {
    try {
      DurableFiles.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns the versions to remove: of several versions of one day all but the newest, the newest
   * two of all excepted, then the oldest. A new host is trained many times in its first days; the
   * versions kept still go back as many days.
   *
   * @param versions newest first
   */
  private List<Path> surplus(List<Path> versions) {
    List<Path> kept = new ArrayList<>(versions);
    List<Path> surplus = new ArrayList<>();
    while (kept.size() > keep) {
      int removed = kept.size() - 1;
      for (int i = 2; i < kept.size(); i++) {
        if (day(kept.get(i)).equals(day(kept.get(i - 1)))) {
          removed = i;
          break;
        }
      }
      surplus.add(kept.remove(removed));
    }
    return surplus;
  }

  /** Returns the date in the name of a version. */
  private static String day(Path version) {
    return version.getFileName().toString().substring(0, "uuuuMMdd".length());
  }

  /**
   * Removes old versions; a failure is logged and does not prevent the new version from becoming
   * active.
   */
  private void prune() {
    try {
      List<Path> versions = all();
      versions.removeIf(path -> !VERSION_NAME.matcher(path.getFileName().toString()).matches());
      for (Path version : surplus(versions)) {
        // Renamed first, so that a partly deleted version is not taken for a complete version.
        Path doomed = directory.resolve(UNFINISHED + version.getFileName());
        Files.move(version, doomed);
        DurableFiles.delete(doomed);
      }
    } catch (IOException e) {
      LOGGER.warn("{}: an old version could not be removed: {}", directory, e.toString());
    }
  }
}
