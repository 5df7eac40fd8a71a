package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment of a save leaves whole models only. */
class KilledSaveTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final int KILLS = 12;

  /** Several saves. */
  private static final int LONGEST_MILLIS = 100;

  @TempDir private Path storage;

  private static ModelStore store(Path storage) {
    return new ModelStore(storage, "node", 5, BaselineStoreTest.PCA);
  }

  /** Saves models without end. */
  static final class Saving {
    private Saving() {}

    /** Takes the storage and the number of the first model. */
    public static void main(String[] arguments) {
      TrainedDetector detector = SmallDetector.train(BaselineStoreTest.PCA);
      ModelStore store = store(Path.of(arguments[0]));
      for (long number = Long.parseLong(arguments[1]); ; number++) {
        store.save(
            detector,
            SmallDetector.provenance(CONFIG, SmallDetector.NOW.plusSeconds(number)),
            Map.of());
        System.out.println("saved");
      }
    }
  }

  private void saveAndKill(int kill, int millis) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Saving.class.getName(),
                storage.toString(),
                Long.toString(kill * 1_000_000L))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("saved");
      // The random moment is the point: there is nothing to wait for.
      LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
  }

  @Test
  void whole_models_are_left_and_the_newest_serves() throws IOException, InterruptedException {
    Random random = new Random(7);
    List<String> refused = new ArrayList<>();
    String newest = "";
    int unfinished = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      saveAndKill(kill, random.nextInt(LONGEST_MILLIS));
      unfinished += hasUnfinished() ? 1 : 0;

      ModelStore store = store(storage);
      List<String> versions =
          store.list((path, reason) -> refused.add(path + ": " + reason)).stream()
              .map(it -> it.manifest().version())
              .toList();
      assertThat(refused).isEmpty();
      assertThat(versions).as("none is lost").isNotEmpty();
      assertThat(versions.get(0)).as("a newer one than before").isGreaterThan(newest);
      newest = versions.get(0);
      TrainedDetector loaded =
          store
              .load(BaselineStoreTest.schema(), (path, reason) -> refused.add(path + ": " + reason))
              .orElseThrow()
              .trained();
      assertThat(loaded.instances()).isNotEmpty();
      assertThat(refused).isEmpty();
    }
    assertThat(unfinished).as("kills in the middle of a save").isPositive();
  }

  private boolean hasUnfinished() throws IOException {
    try (Stream<Path> files = Files.list(storage.resolve("node"))) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(".unfinished-"));
    }
  }
}
