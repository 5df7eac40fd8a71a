package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigException;
import io.github.anomalyexporter.server.config.ConfigFile;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration comes from: a file, or the defaults, and the flags that go before it.
 *
 * @param configFile null for the defaults
 * @param prometheusUrl null for what the configuration says
 * @param storagePath null for what the configuration says
 */
public record Settings(
    @Nullable Path configFile, @Nullable URI prometheusUrl, @Nullable Path storagePath) {

  /** Reads the configuration as it is now. */
  public Config load() throws ConfigException {
    Config config = configFile == null ? ConfigFile.defaults() : ConfigFile.load(configFile);
    if (prometheusUrl != null) {
      config = config.withPrometheusUrl(prometheusUrl);
    }
    return storagePath == null ? config : config.withStoragePath(storagePath);
  }
}
