package io.github.anomalyexporter.server.samples;

import static io.github.anomalyexporter.server.samples.SampleFixture.FEATURES;
import static io.github.anomalyexporter.server.samples.SampleFixture.STEP;
import static io.github.anomalyexporter.server.samples.SampleFixture.host;
import static io.github.anomalyexporter.server.samples.SampleFixture.minute;
import static io.github.anomalyexporter.server.samples.SampleFixture.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that keeps six hours of three instances. */
class SampleLimitsTest {
  private static final SampleLimits LIMITS =
      new SampleLimits(STEP, Duration.ofHours(6), Duration.ofHours(1), 3);

  private static final int DAY = 24 * 60;

  @TempDir Path directory;
  private Path file;
  private Instant now = minute(0);
  private SampleStore store;

  @BeforeEach
  void open() {
    file = directory.resolve("samples.mv");
    store = SampleStore.open(SimulatedDisk.files(file), FEATURES, LIMITS, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Appended at(long minute, Sample... samples) {
    now = minute(minute);
    return store.append(List.of(samples));
  }

  private Duration history(int host) {
    return store
        .histories(minute(100 * DAY), Duration.ofDays(1000))
        .getOrDefault(host(host), Duration.ZERO);
  }

  @Test
  void old_samples_are_removed() {
    for (int minute = 0; minute < DAY; minute++) {
      at(minute, sample(0, minute));
    }

    assertThat(history(0)).isBetween(Duration.ofHours(6), Duration.ofHours(10));
    assertThat(store.instances(minute(-1), minute(12 * 60))).isEmpty();
    assertThat(at(DAY, sample(0, DAY - 362))).isEqualTo(new Appended(List.of(Outcome.TOO_OLD)));
    assertThat(at(DAY, sample(1, DAY - 361))).as("age of keep").isEqualTo(added(1));
  }

  private static Appended added(int samples) {
    return new Appended(Collections.nCopies(samples, Outcome.ADDED));
  }

  @Test
  void an_instance_over_the_limit_has_a_place_when_another_one_is_gone() {
    at(0, sample(0, 0), sample(1, 0), sample(2, 0));

    assertThat(at(1, sample(0, 1), sample(3, 1)))
        .isEqualTo(new Appended(List.of(Outcome.ADDED, Outcome.OVER_LIMIT)));
    for (int minute = 2; minute < DAY; minute++) {
      at(minute, sample(0, minute), sample(1, minute));
    }

    assertThat(at(DAY, sample(3, DAY), sample(4, DAY)))
        .isEqualTo(new Appended(List.of(Outcome.ADDED, Outcome.OVER_LIMIT)));
    assertThat(store.instances(minute(DAY - 1), minute(DAY))).containsExactly(host(3));
  }

  @Test
  void a_sample_far_in_the_future_removes_nothing() {
    for (int minute = 0; minute < 240; minute++) {
      at(minute, sample(0, minute));
    }
    at(240, sample(0, 240), sample(1, 50L * 365 * DAY));
    for (int minute = 241; minute < 300; minute++) {
      at(minute, sample(0, minute));
    }

    assertThat(history(0)).isEqualTo(Duration.ofHours(5));
  }

  @Test
  void a_clock_far_in_the_future_or_the_past_removes_nothing() {
    for (int minute = 0; minute < 300; minute++) {
      at(minute, sample(0, minute));
    }

    assertThat(at(50L * 365 * DAY, sample(0, 300))).isEqualTo(added(1));
    assertThat(at(-DAY, sample(0, 301))).isEqualTo(added(1));
    assertThat(history(0)).isEqualTo(Duration.ofMinutes(302));
  }

  @Test
  void samples_of_the_past_can_be_appended_into_an_empty_store() {
    assertThat(at(100 * DAY, sample(0, 0), sample(0, 1))).isEqualTo(added(2));
  }

  /**
   * Each day has 1,440 commits of at least 4 KB, and the space of the last 40 is not used again.
   */
  @Test
  void the_file_does_not_grow_without_end() throws IOException {
    Random random = new Random(1);
    List<Long> sizes = new ArrayList<>();
    for (int minute = 0; minute < 4 * DAY; minute++) {
      Sample[] samples = new Sample[3];
      for (int host = 0; host < 3; host++) {
        float[] values = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
        samples[host] = new Sample(host(host), minute(minute), values);
      }
      at(minute, samples);
      if (minute % DAY == DAY - 1) {
        sizes.add(Files.size(file));
      }
    }

    assertThat(sizes).allMatch(size -> size < 1_500_000);
    assertThat(sizes.get(3)).isLessThan(sizes.get(0) * 3 / 2);
  }

  @Test
  void limits_are_checked() {
    Duration hour = Duration.ofHours(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleLimits(Duration.ofNanos(1_500_000), hour, hour, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleLimits(STEP, hour, Duration.ofHours(2), 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleLimits(Duration.ofHours(5), hour, hour, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new SampleLimits(STEP, hour, hour, 0));
  }
}
