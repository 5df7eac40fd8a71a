package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Models on disk that were damaged, or whose writer was killed. */
class StorageIT {
  private static final int KILLS = 2;
  private static final long SEED = 1;

  /** About as long as a save takes. */
  private static final int SAVE_MILLIS = 250;

  private final Path directory = Tools.workspace(StorageIT.class);

  @Test
  void a_writer_killed_during_a_save_leaves_whole_models_only() throws IOException {
    Path home = directory.resolve("killed");
    Path models = home.resolve("storage").resolve("node");
    TrainedModel.copyTo(home.resolve("storage"));
    Random random = new Random(SEED);
    int unfinished = 0;
    for (int i = 0; i < KILLS; i++) {
      killDuringSave(home, models, random.nextInt(SAVE_MILLIS));
      unfinished += files(models).stream().anyMatch(StorageIT::isUnfinished) ? 1 : 0;
      for (String version : versions(models)) {
        assertThat(isWhole(models.resolve(version))).as(version).isTrue();
      }
    }
    System.out.printf(
        "%d kills during a save: %d left an unfinished version, %d versions are whole%n",
        KILLS, unfinished, versions(models).size());
    try (ExporterProcess exporter = serve(home)) {
      assertThat(exporter.modelVersion()).isEqualTo(versions(models).get(0));
      assertThat(exporter.log()).noneMatch(line -> line.contains("refused"));
      assertThat(files(models)).noneMatch(StorageIT::isUnfinished);
    }
  }

  /** Lets a training begin to save, and kills it (by closing it) so long after that. */
  private void killDuringSave(Path home, Path models, int millis) throws IOException {
    List<String> before = files(models);
    try (ChildProcess training = train(home)) {
      await("a save begins")
          .whileAlive(training)
          .every(Duration.ofMillis(2))
          .until(() -> !files(models).equals(before));
      // The random moment is the point: there is nothing to wait for.
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    }
  }

  @Test
  void damaged_and_foreign_directories_are_refused_by_name_and_the_model_before_them_serves()
      throws IOException {
    Path home = directory.resolve("damaged");
    Path models = home.resolve("storage").resolve("node");
    TrainedModel.copyTo(home.resolve("storage"));
    String good = versions(models).get(0);
    for (int i = 0; i < 2; i++) {
      try (ChildProcess training = train(home)) {
        assertThat(training.awaitExit()).as(training::err).isZero();
      }
    }
    List<String> versions = versions(models);
    assertThat(versions).hasSize(3).last().isEqualTo(good);
    Path savedModel = largestFile(models.resolve(versions.get(0)).resolve("saved_model"));
    Path manifest = models.resolve(versions.get(1)).resolve("manifest.json");
    truncate(savedModel);
    truncate(manifest);
    Path foreign = Files.createDirectories(models.resolve("lost+found"));
    Files.writeString(foreign.resolve("other-file"), "else");

    try (ExporterProcess exporter = serve(home)) {
      assertThat(exporter.modelVersion()).isEqualTo(good);
      List<String> refusals =
          exporter.log().stream().filter(line -> line.contains("model refused")).toList();
      assertThat(refusals).hasSize(3);
      for (Path named : List.of(savedModel, manifest, foreign)) {
        assertThat(refusals)
            .filteredOn(line -> line.contains(named.toString()))
            .singleElement()
            .asString()
            .contains("level=WARN");
      }
    }
    assertThat(foreign.resolve("other-file")).hasContent("else");
  }

  /** Starts an exporter that serves a model and trains none. */
  private ExporterProcess serve(Path home) {
    return ExporterProcess.start(home, Ports.free(), config().toString());
  }

  /** The quickest training: which model is stored is all that matters. */
  private static ExporterConfig config() {
    return SharedSite.get().exporterConfig().with("history", "3h").with("model", "{epochs: 1}");
  }

  private ChildProcess train(Path home) throws IOException {
    Path config = home.resolve("anomaly-exporter.yml");
    Files.writeString(config, config().toString());
    return Exporter.start(
        home.resolve("train"),
        Map.of(),
        "train",
        "--config.file=" + config,
        "--storage.path=" + home.resolve("storage"));
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static boolean isUnfinished(String name) {
    return name.startsWith(".unfinished-");
  }

  /** Newest first. */
  private static List<String> versions(Path models) throws IOException {
    return files(models).stream()
        .filter(name -> name.matches("[0-9]{8}T[0-9]{6}Z(-[0-9]+)?"))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  /** By the sums in the version's directory, as an operator would check it. */
  private static boolean isWhole(Path version) throws IOException {
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--status", "SHA256SUMS")
            .directory(version.toFile())
            .start();
    try {
      return check.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static Path largestFile(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(StorageIT::size))
          .orElseThrow();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void truncate(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }
}
