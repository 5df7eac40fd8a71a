package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Withdraws the versions after an older one, so that the older one becomes active. Versions that do
 * not fit the configuration are left as they are: they do not become active either.
 */
final class ModelRollback {
  /** Name of the file that marks a version as withdrawn. */
  static final String WITHDRAWN = "withdrawn";

  private final Path directory;
  private final Loader loader;
  private final Schema schema;

  /** Loads a version to find out whether it fits. */
  @FunctionalInterface
  interface Loader {
    /**
     * Loads it.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is damaged
     * @throws ModelStoreException if it does not fit
     */
    LoadedModel load(StoredModel stored, Schema schema) throws IOException;
  }

  ModelRollback(Path directory, Loader loader, Schema schema) {
    this.directory = directory;
    this.loader = loader;
    this.schema = schema;
  }

  /**
   * Rolls back.
   *
   * @param stored all versions, newest first
   * @param active version to roll back from; null for the newest that fits
   * @param wanted version to roll back to; null for the newest that fits and is older
   */
  Rollback run(List<StoredModel> stored, @Nullable String active, @Nullable String wanted) {
    List<StoredModel> fitting = new ArrayList<>();
    String from = active;
    for (StoredModel each : stored) {
      String version = each.directory().getFileName().toString();
      Optional<String> obstacle = obstacle(each);
      if (version.equals(wanted)) {
        requireOlder(version, from);
        obstacle.ifPresent(
            reason -> {
              throw refused("version %s cannot become active: %s".formatted(version, reason));
            });
      }
      if (obstacle.isPresent()) {
        continue;
      }
      boolean found = wanted == null ? isOlder(version, from) : version.equals(wanted);
      if (found) {
        fitting.forEach(ModelRollback::withdraw);
        return new Rollback(from == null ? version : from, each);
      }
      fitting.add(each);
      from = from == null ? version : from;
    }
    throw wanted == null
        ? refused(
            "expected a model older than the active model, found %s usable models; see: anomaly-exporter models list"
                .formatted(fitting.size()))
        : new RollbackRefusedException(directory, "no such version: " + wanted, true);
  }

  private static boolean isOlder(String version, @Nullable String from) {
    return from != null && version.compareTo(from) < 0;
  }

  private void requireOlder(String wanted, @Nullable String from) {
    if (wanted.equals(from)) {
      throw refused("version " + wanted + " is already active");
    }
    if (from != null && !isOlder(wanted, from)) {
      throw refused(
          "expected a version older than the active %s, found %s".formatted(from, wanted));
    }
  }

  /** Returns why a version cannot become active; empty if it can. */
  private Optional<String> obstacle(StoredModel stored) {
    if (stored.withdrawn()) {
      return Optional.of("it was withdrawn by a rollback");
    }
    try {
      loader.load(stored, schema);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | ModelStoreException e) {
      return Optional.of(FailureReason.of(e));
    }
  }

  private static void withdraw(StoredModel stored) {
    try {
      Files.createFile(stored.directory().resolve(WITHDRAWN));
    } catch (IOException e) {
      throw new ModelStoreException(
          stored.directory(), "cannot be withdrawn: " + FailureReason.of(e), e);
    }
  }

  private RollbackRefusedException refused(String reason) {
    return new RollbackRefusedException(directory, reason, false);
  }
}
