package io.github.anomalyexporter.server.cli;

import ch.qos.logback.classic.Level;
import io.github.anomalyexporter.server.app.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every command has which reads the configuration. */
final class ConfigOptions {
  private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");

  @Option(
      names = "--config.file",
      paramLabel = "FILE",
      description = "Configuration file. Without one: preset node-exporter with its defaults.")
  private @Nullable Path configFile;

  @Option(
      names = "--prometheus.url",
      paramLabel = "URL",
      description =
          "Prometheus to ask; goes before prometheus.url of the file (default: http://localhost:9090).")
  private @Nullable URI prometheusUrl;

  @Option(
      names = "--storage.path",
      paramLabel = "DIRECTORY",
      description = "Where models are kept; goes before storage.path of the file (default: data).")
  private @Nullable Path storagePath;

  @Option(
      names = "--log.level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "debug, info, warn or error (default: ${DEFAULT-VALUE}).")
  private String logLevel = "info";

  @Option(
      names = "--log.format",
      paramLabel = "FORMAT",
      defaultValue = "logfmt",
      description = "logfmt or json (default: ${DEFAULT-VALUE}).")
  private String logFormat = "logfmt";

  /** Sets up logging and says where the configuration is. */
  Settings settings() {
    if (!LEVELS.contains(logLevel)) {
      throw new IllegalArgumentException(
          "--log.level: expected debug, info, warn or error, found " + logLevel);
    }
    Logs.configure(Level.valueOf(logLevel), logFormat);
    return new Settings(configFile, prometheusUrl, storagePath);
  }
}
