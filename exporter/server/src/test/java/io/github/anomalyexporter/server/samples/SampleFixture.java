package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Small samples: the minute of a sample is part of its values. */
final class SampleFixture {
  static final List<String> FEATURES = List.of("cpu", "memory", "disk");
  static final Duration STEP = Duration.ofMinutes(1);

  /** At the beginning of a span. */
  static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

  static final SampleLimits LIMITS =
      new SampleLimits(STEP, Duration.ofDays(2), Duration.ofHours(1), 100);

  private SampleFixture() {}

  static Labels host(int number) {
    return Labels.of("instance", "host-" + number + ":9100", "job", "node");
  }

  static Instant minute(long minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  static float[] values(int host, long minute) {
    return new float[] {minute, host + minute / 1000f, 1};
  }

  static Sample sample(int host, long minute) {
    return new Sample(host(host), minute(minute), values(host, minute));
  }
}
