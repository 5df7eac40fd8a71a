package io.github.anomalyexporter.server.config;

import java.nio.file.Path;

/**
 * Where models are kept.
 *
 * @param path a directory, relative to the working directory; made where it is missing
 * @param keepVersions of each detector's models, the one in use included
 */
public record StorageConfig(Path path, int keepVersions) {
  /** Relative, so that a first try needs no rights; a service sets an absolute path. */
  public static final Path DEFAULT_PATH = Path.of("data");

  /** With daily training most of a working week to roll back to, at some MB each. */
  public static final int DEFAULT_KEEP_VERSIONS = 5;

  public StorageConfig {
    if (keepVersions < 1) {
      throw new IllegalArgumentException("at least one version is kept, not " + keepVersions);
    }
  }
}
