package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLockTest {
  @TempDir Path directory;

  /** Another process that trains until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      TrainingLock lock = TrainingLock.acquire(Path.of(arguments[0]));
      System.out.println("holds");
      System.in.read();
      lock.close();
    }
  }

  @Test
  void only_one_at_a_time_trains() {
    Path storage = directory.resolve("not/yet/there");
    try (TrainingLock first = TrainingLock.acquire(storage)) {
      assertThat(first).isNotNull();
      assertInUse(storage);
    }
    TrainingLock.acquire(storage).close();
  }

  @Test
  void another_process_holds_it_until_it_is_killed() throws IOException, InterruptedException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("holds");
      assertInUse(directory);
    } finally {
      holder.destroyForcibly().waitFor();
    }
    TrainingLock.acquire(directory).close();
  }

  @Test
  void an_exporter_that_serves_the_storage_does_not_exclude_a_training() {
    try (StorageLock serving = StorageLock.acquire(directory);
        TrainingLock training = TrainingLock.acquire(directory)) {
      assertThat(serving).isNotNull();
      assertThat(training).isNotNull();
    }
  }

  @Test
  void a_storage_that_cannot_be_written_to_is_reported() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> TrainingLock.acquire(file))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            file
                + ": expected a directory that can be written to, found a file of that name;"
                + " set --storage.path");
  }

  private static void assertInUse(Path storage) {
    assertThatThrownBy(() -> TrainingLock.acquire(storage))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            storage
                + ": expected no other training, found another anomaly-exporter train;"
                + " run it again when that has ended");
  }
}
