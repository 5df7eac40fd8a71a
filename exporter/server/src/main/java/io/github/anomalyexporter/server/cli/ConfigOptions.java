package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.app.ConfigSource;
import io.github.anomalyexporter.server.app.TrainingMode;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.yaml.ServerUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of all commands that read the configuration. */
final class ConfigOptions {
  @Option(
      names = "--config.file",
      paramLabel = "FILE",
      description = "Configuration file (default: preset node-exporter with its defaults).")
  private @Nullable Path configFile;

  @Option(
      names = "--prometheus.url",
      paramLabel = "URL",
      description =
          "URL of Prometheus; overrides prometheus.url of the file (default: http://localhost:9090).")
  private @Nullable String prometheusUrl;

  @Option(
      names = "--storage.path",
      paramLabel = "DIRECTORY",
      description = "Directory of the models; overrides storage.path of the file (default: data).")
  private @Nullable Path storagePath;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "Source of the samples without a configuration file: prometheus, or local, the machine itself without Prometheus (default: prometheus).")
  private @Nullable String source;

  @Mixin private LogOptions logs = new LogOptions();

  /** Sets up logging and returns the location of the configuration. */
  ConfigSource settings() {
    logs.apply();
    return new ConfigSource(
        configFile,
        prometheusUrl == null ? null : url(prometheusUrl),
        storagePath,
        source == null ? SourceKind.PROMETHEUS : source(source),
        null,
        TrainingMode.ON);
  }

  /** Returns whether a configuration file is given. */
  boolean hasFile() {
    return configFile != null;
  }

  private SourceKind source(String text) {
    if (configFile != null) {
      throw new UsageException(
          "--source: expected no --config.file, found both; set source of each detector in the file");
    }
    return switch (text) {
      case "prometheus" -> SourceKind.PROMETHEUS;
      case "local" -> SourceKind.LOCAL;
      default -> throw new UsageException("--source: expected prometheus or local, found " + text);
    };
  }

  /** Parses the URL here because the error message of picocli would contain the password. */
  private static URI url(String text) {
    return ServerUrl.parse(text, "http", "https")
        .orElseThrow(
            () ->
                new UsageException(
                    "--prometheus.url: expected "
                        + ServerUrl.SYNTAX
                        + ", found "
                        + ServerUrl.redacted(text)));
  }

  /**
   * Returns those of the chosen detectors that query Prometheus.
   *
   * @param name null for all detectors
   */
  static List<DetectorConfig> queried(Config config, @Nullable String name) {
    List<DetectorConfig> queried =
        chosen(config, name).stream()
            .filter(it -> it.source().kind() == SourceKind.PROMETHEUS)
            .toList();
    if (queried.isEmpty()) {
      throw new UsageException(
          "expected a detector with source: prometheus, found none; this command queries Prometheus");
    }
    return queried;
  }

  /**
   * Returns the detectors that {@code --detector} names.
   *
   * @param name null for all detectors
   */
  static List<DetectorConfig> chosen(Config config, @Nullable String name) {
    List<DetectorConfig> chosen =
        config.detectors().stream().filter(it -> name == null || it.name().equals(name)).toList();
    if (chosen.isEmpty()) {
      throw new UsageException(
          "--detector: expected one of %s, found %s"
              .formatted(config.detectors().stream().map(DetectorConfig::name).toList(), name));
    }
    return chosen;
  }
}
