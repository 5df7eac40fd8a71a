package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageLockTest {
  @TempDir Path directory;

  /** Another process that holds the lock until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      StorageLock lock = StorageLock.acquire(Path.of(arguments[0]));
      System.out.println("holds");
      System.in.read();
      lock.close();
    }
  }

  @Test
  void only_one_at_a_time_holds_it() {
    Path storage = directory.resolve("not/yet/there");
    try (StorageLock first = StorageLock.acquire(storage)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> StorageLock.acquire(storage))
          .isInstanceOf(ModelStoreException.class)
          .hasMessage(inUse(storage));
    }
    StorageLock.acquire(storage).close();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void a_lock_whose_file_was_removed_is_taken_again() throws IOException {
    try (StorageLock lock = StorageLock.acquire(directory)) {
      assertThat(lock).isNotNull();
      Files.delete(directory.resolve(".lock"));

      StorageLock.require(directory);

      assertThatThrownBy(() -> StorageLock.acquire(directory)).hasMessage(inUse(directory));
      StorageLock.require(directory);
    }
    StorageLock.acquire(directory).close();
  }

  @Test
  void who_lost_the_storage_to_another_process_stores_nothing_any_more()
      throws IOException, InterruptedException {
    DetectorConfig config = SmallDetector.config();
    ModelStore store = new ModelStore(directory, "node", 5, config.type());
    store.prepare();
    try (StorageLock lock = StorageLock.acquire(directory)) {
      assertThat(lock).isNotNull();
      Files.delete(directory.resolve(".lock"));
      Process holder = holder();
      try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
        assertThat(said.readLine()).isEqualTo("holds");
        assertThatThrownBy(() -> store.writeKnownInstances(Map.of()))
            .isInstanceOf(ModelStoreException.class)
            .hasMessageContaining("was locked by another anomaly-exporter");
      } finally {
        holder.destroyForcibly().waitFor();
      }
      store.writeKnownInstances(Map.of());
    }
  }

  @Test
  void a_process_that_is_killed_lets_go_of_it() throws IOException, InterruptedException {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("holds");
      assertThatThrownBy(() -> StorageLock.acquire(directory)).hasMessage(inUse(directory));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    StorageLock.acquire(directory).close();
  }

  private static String inUse(Path storage) {
    return storage
        + ": expected an exclusive storage, found another anomaly-exporter using it;"
        + " set --storage.path";
  }

  @Test
  void a_file_in_its_place_is_reported() throws IOException {
    Path file = Files.writeString(directory.resolve("data"), "a file");

    assertThatThrownBy(() -> StorageLock.acquire(file))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            file
                + ": expected a directory that can be written to, found a file of that name;"
                + " set --storage.path");
  }

  @Test
  void a_place_that_cannot_be_written_to_is_reported() {
    Path place = Path.of("/proc/anomaly-exporter");

    assertThatThrownBy(() -> StorageLock.acquire(place))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageMatching(
            place + ": expected a directory that can be written to, found .+; set --storage.path")
        .hasMessageNotContaining("Exception");
  }
}
