package io.github.anomalyexporter.server.config;

import java.nio.file.Path;

/**
 * Storage settings.
 *
 * @param path directory, relative to the working directory; created if missing
 * @param keepVersions number of model versions to keep per detector, including the active model
 */
public record StorageConfig(Path path, int keepVersions) {
  /** Relative, so that a first run requires no permissions; services set an absolute path. */
  public static final Path DEFAULT_PATH = Path.of("data");

  /** With daily training, versions of most of a working week for a rollback, some MB each. */
  public static final int DEFAULT_KEEP_VERSIONS = 5;

  public StorageConfig {
    if (keepVersions < 1) {
      throw new IllegalArgumentException(
          "keep_versions: expected at least 1, found " + keepVersions);
    }
  }
}
