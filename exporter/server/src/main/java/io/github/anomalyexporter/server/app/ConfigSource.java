package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sources of the configuration: a file or the defaults, and the flags that override it.
 *
 * @param configFile null for the defaults
 * @param prometheusUrl overrides {@code prometheus.url}; null for no override
 * @param storagePath overrides {@code storage.path}; null for no override
 * @param source of the default detector, without a file
 * @param inference overrides the way to run networks; null for the default
 * @param training whether {@code serve} trains
 */
public record ConfigSource(
    @Nullable Path configFile,
    @Nullable URI prometheusUrl,
    @Nullable Path storagePath,
    SourceKind source,
    @Nullable Inference inference,
    TrainingMode training) {
  /** A source whose default detector queries Prometheus. */
  public ConfigSource(
      @Nullable Path configFile, @Nullable URI prometheusUrl, @Nullable Path storagePath) {
    this(configFile, prometheusUrl, storagePath, SourceKind.PROMETHEUS, null, TrainingMode.ON);
  }

  /** Returns the same source with another way to run networks. */
  public ConfigSource with(Inference wanted) {
    return new ConfigSource(configFile, prometheusUrl, storagePath, source, wanted, training);
  }

  /** Returns the same source for a process that trains or does not. */
  public ConfigSource with(TrainingMode wanted) {
    return new ConfigSource(configFile, prometheusUrl, storagePath, source, inference, wanted);
  }

  /** Reads the current configuration. */
  public Config load() throws ConfigException {
    Config config = configFile == null ? ConfigFile.defaults(source) : ConfigFile.load(configFile);
    if (prometheusUrl != null) {
      config = config.withPrometheusUrl(prometheusUrl);
    }
    if (inference != null) {
      config = config.with(inference);
    }
    return storagePath == null ? config : config.withStoragePath(storagePath);
  }
}
