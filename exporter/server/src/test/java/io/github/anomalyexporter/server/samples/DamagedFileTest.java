package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.LIMITS;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class DamagedFileTest {
  private static final int MINUTES = 600;
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SampleFiles.class);

  @TempDir Path directory;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path file;

  @BeforeEach
  void watch() {
    file = directory.resolve("samples.mv");
    log.start();
    LOGGER.addAppender(log);
    LOGGER.setAdditive(false);
  }

  @AfterEach
  void stopWatching() {
    LOGGER.detachAppender(log);
    LOGGER.setAdditive(true);
  }

  private SampleStore open() {
    return SampleStore.open(SimulatedDisk.files(file), FEATURES, LIMITS, () -> minute(MINUTES));
  }

  /** Blocks and recent rows of two hosts. */
  private byte[] written() throws IOException {
    try (SampleStore store = open()) {
      for (int hour = 0; hour < MINUTES / 60; hour++) {
        List<Sample> batch = new ArrayList<>();
        for (int minute = hour * 60; minute < hour * 60 + 60; minute++) {
          batch.add(sample(0, minute));
          batch.add(sample(1, minute));
        }
        store.append(batch);
      }
    }
    return Files.readAllBytes(file);
  }

  private static float[] cells(SampleStore store) {
    return store
        .frame(List.of(host(0)), TimeRange.endingAt(minute(MINUTES - 1), STEP, MINUTES))
        .cells(0);
  }

  private List<Path> damaged() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.toString().contains(".damaged-")).toList();
    }
  }

  @Test
  void a_damaged_file_is_renamed_and_an_empty_one_takes_its_place() throws IOException {
    byte[] content = written();
    new Random(1).nextBytes(content);
    Files.write(file, content);

    try (SampleStore store = open()) {
      assertThat(store.instances(minute(-1), minute(MINUTES))).isEmpty();
      assertThat(store.append(List.of(sample(0, 0))).count(Outcome.ADDED)).isEqualTo(1);
    }

    assertThat(damaged()).singleElement().satisfies(it -> assertThat(it).hasBinaryContent(content));
    assertThat(log.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .startsWith(
                        file
                            + ": is damaged and was renamed to samples.mv.damaged-20260302T100000Z; "));
  }

  @Test
  void two_damaged_files_of_one_second_are_both_kept() throws IOException {
    for (int i = 0; i < 2; i++) {
      Files.writeString(file, "no samples ".repeat(2_000) + i);
      open().close();
    }

    assertThat(damaged()).hasSize(2);
  }

  /** Of a file that lacks its end either an older state is read, or nothing. */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 4096, 8192, 10_000, 30_000})
  void a_truncated_file_never_has_wrong_samples(int length) throws IOException {
    byte[] content = written();
    Files.write(file, Arrays.copyOf(content, content.length - length));

    requireOnlyTrueSamples();
  }

  /** The checksums find what the library does not: a changed value. */
  @Test
  void random_bytes_anywhere_never_give_wrong_samples() throws IOException {
    byte[] content = written();
    Random random = new Random(2);
    List<Integer> setAside = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] changed = content.clone();
      int from = random.nextInt(changed.length);
      int length = Math.min(1 + random.nextInt(300), changed.length - from);
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, changed, from, length);
      Files.write(file, changed);
      requireOnlyTrueSamples();
      if (!damaged().isEmpty()) {
        setAside.add(i);
      }
      for (Path path : damaged()) {
        Files.delete(path);
      }
    }

    assertThat(setAside).as("some are found").hasSizeGreaterThan(5);
  }

  private void requireOnlyTrueSamples() throws IOException {
    try (SampleStore store = open()) {
      float[] cells = cells(store);
      for (int minute = 0; minute < MINUTES; minute++) {
        float[] row = Arrays.copyOfRange(cells, minute * 3, minute * 3 + 3);
        if (!Float.isNaN(row[0])) {
          assertThat(row).isEqualTo(SampleFixture.values(0, minute));
        }
      }
      assertThat(store.append(List.of(sample(2, MINUTES))).count(Outcome.ADDED)).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_is_in_use_is_not_set_aside() throws IOException {
    try (SampleStore first = open()) {
      first.append(List.of(sample(0, 0)));

      assertThatThrownBy(this::open)
          .isInstanceOf(SampleStoreException.class)
          .hasMessageStartingWith(file + ": ");
      assertThat(first.append(List.of(sample(0, 1))).count(Outcome.ADDED)).isEqualTo(1);
    }
    assertThat(damaged()).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_created_is_one_clear_failure() throws IOException {
    Files.writeString(directory.resolve("node"), "");
    file = directory.resolve("node/samples.mv");

    assertThatThrownBy(this::open)
        .isInstanceOf(SampleStoreException.class)
        .hasMessage(file + ": cannot be opened: a file of that name; set --storage.path");
  }
}
