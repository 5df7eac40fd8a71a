package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model of the hosts with history, trained once for all tests that are not about training. */
public final class TrainedModel {
  private static @Nullable Path storage;

  private TrainedModel() {}

  /** Puts the model into a storage where there is nothing yet. */
  public static synchronized void copyTo(Path target) throws IOException {
    if (storage == null) {
      storage = train();
    }
    copy(storage, target);
  }

  private static Path train() {
    Path directory = Tools.workspace(TrainedModel.class);
    try (RealPrometheus prometheus =
        RealPrometheus.startWithHistory(PrometheusVersion.THREE, directory)) {
      return Exporter.train(directory, ExporterConfig.of(prometheus.url()).toString());
    }
  }

  /** Copies a directory and all in it. */
  public static void copy(Path source, Path target) throws IOException {
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
