package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Size of a model on disk, measured by storing it like {@code serve} and removing it. */
final class ModelSize {
  private ModelSize() {}

  /**
   * Returns the size of one version, in bytes.
   *
   * @throws UncheckedIOException if the directory for temporary files is not writable
   */
  static long of(
      TrainedDetector trained, DetectorConfig config, Duration rateWindow, TimeRange history) {
    try {
      Path directory = Files.createTempDirectory("anomaly-exporter-backtest");
      try {
        new ModelStore(directory, config.name(), 1, config.type())
            .save(
                trained,
                Provenance.of(
                    history.end(), history.end(), history, rateWindow, config.model().training()),
                Map.of());
        return size(directory);
      } finally {
        delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
  }
}
