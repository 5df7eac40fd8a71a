package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.logging.LogLayout.Format;
import io.github.anomalyexporter.server.logging.Logs;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** Flags of logging. */
final class LogOptions {
  private static final Set<String> LEVELS = Set.of("debug", "info", "warn", "error");
  private static final Set<String> FORMATS = Set.of("logfmt", "json");

  @Option(
      names = "--log.level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "debug, info, warn or error (default: ${DEFAULT-VALUE}).")
  private String level = "info";

  @Option(
      names = "--log.format",
      paramLabel = "FORMAT",
      defaultValue = "logfmt",
      description = "logfmt or json (default: ${DEFAULT-VALUE}).")
  private String format = "logfmt";

  @Option(
      names = "--log.file",
      paramLabel = "FILE",
      description = "Logs to this file, which is rotated, instead of standard error.")
  private @Nullable Path file;

  @Option(
      names = "--log.file.size",
      paramLabel = "SIZE",
      defaultValue = "10MB",
      description = "Size at which the file is rotated (default: ${DEFAULT-VALUE}).")
  private String fileSize = "10MB";

  @Option(
      names = "--log.file.count",
      paramLabel = "COUNT",
      defaultValue = "5",
      description =
          "Number of rotated files to keep; FILE.1 is the newest (default: ${DEFAULT-VALUE}).")
  private int fileCount = 5;

  /** Sets up logging. */
  void apply() {
    require("--log.level", "debug, info, warn or error", LEVELS.contains(level), level);
    require("--log.format", "logfmt or json", FORMATS.contains(format), format);
    require(
        "--log.file.size",
        "a size such as 500KB, 10MB or 1GB",
        fileSize.matches("[1-9][0-9]{0,5}[KMG]B"),
        fileSize);
    require(
        "--log.file.count",
        "1 to " + Logs.MOST_FILES,
        fileCount >= 1 && fileCount <= Logs.MOST_FILES,
        Integer.toString(fileCount));
    Format chosen = Format.valueOf(format.toUpperCase(Locale.ROOT));
    if (file == null) {
      Logs.toStandardError(Level.valueOf(level.toUpperCase(Locale.ROOT)), chosen);
    } else {
      Logs.toFile(Level.valueOf(level.toUpperCase(Locale.ROOT)), chosen, file, fileSize, fileCount);
    }
  }

  private static void require(String flag, String expectation, boolean right, String found) {
    if (!right) {
      throw new UsageException(flag + ": expected " + expectation + ", found " + found);
    }
  }
}
