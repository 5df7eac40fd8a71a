package io.github.anomalyexporter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model of the hosts with history, trained once for all tests that are not about training. */
final class TrainedModel {
  private static @Nullable Path storage;

  private TrainedModel() {}

  /** Puts the model into a storage where there is nothing yet. */
  static synchronized void copyTo(Path target) throws IOException {
    if (storage == null) {
      storage = train();
    }
    copy(storage, target);
  }

  private static Path train() {
    Path directory = Tools.workspace(TrainedModel.class);
    History.link(PrometheusVersion.THREE, directory.resolve("data"));
    String nothing = new ScrapeConfig().toString();
    try (RealPrometheus prometheus =
        RealPrometheus.start(PrometheusVersion.THREE, directory, nothing)) {
      Path config = directory.resolve("anomaly-exporter.yml");
      Files.writeString(config, ExporterConfig.of(prometheus.url()).toString());
      Path trained = directory.resolve("storage");
      Exporter.Outcome outcome =
          Exporter.run(
              directory.resolve("train"),
              "train",
              "--config.file=" + config,
              "--storage.path=" + trained);
      if (outcome.exitCode() != 0) {
        throw new AssertionError("no model: " + outcome);
      }
      return trained;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a directory and all in it. */
  static void copy(Path source, Path target) throws IOException {
    try (Stream<Path> paths = Files.walk(source)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        Path copy = target.resolve(source.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
  }
}
