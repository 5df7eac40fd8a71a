package io.github.anomalyexporter.server.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The text of a configuration and the flags that override it, from which another process reads the
 * same configuration even if the file has changed. Contains secrets: not to be logged.
 *
 * @param name of the file, in messages
 * @param directory against which paths in the configuration are resolved
 * @param text of the file
 * @param prometheusUrl of {@code --prometheus.url}; null without the flag
 * @param storagePath of {@code --storage.path}; null without the flag
 */
public record ConfigOrigin(
    String name,
    Path directory,
    String text,
    @Nullable URI prometheusUrl,
    @Nullable Path storagePath) {
  ConfigOrigin withPrometheusUrl(URI url) {
    return new ConfigOrigin(name, directory, text, url, storagePath);
  }

  ConfigOrigin withStoragePath(Path path) {
    return new ConfigOrigin(name, directory, text, prometheusUrl, path);
  }

  /** Without the text and the URL, which may have secrets. */
  @Override
  public String toString() {
    return "ConfigOrigin[" + name + "]";
  }
}
