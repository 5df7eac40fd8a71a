package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StageTimerTest {
  private final RecordingObserver observer = new RecordingObserver();
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);

  /** The origin of the monotonic clock is arbitrary; it may overflow in the middle of a stage. */
  @Test
  void a_stage_takes_the_time_of_the_monotonic_clock() throws InterruptedException {
    StageTimer stages = new StageTimer("node", RunKind.SCORING, observer, nanoTime::get);

    long result = stages.time("query", () -> nanoTime.addAndGet(Duration.ofSeconds(2).toNanos()));

    assertThat(result).isEqualTo(nanoTime.get());
    assertThat(observer.durations).containsExactly(Duration.ofSeconds(2));
  }
}
