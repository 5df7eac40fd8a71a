package io.github.anomalyexporter.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong(-5); // a nanoTime may be negative
  private final TokenBucket bucket =
      new TokenBucket(new RateLimit(Duration.ofSeconds(2), 3), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private int taken() {
    int taken = 0;
    while (bucket.tryTake()) {
      taken++;
    }
    return taken;
  }

  @Test
  void a_burst_is_let_through_and_no_more() {
    assertThat(taken()).isEqualTo(3);
    assertThat(taken()).isZero();
  }

  @Test
  void then_there_is_one_for_each_interval() {
    taken();
    pass(Duration.ofMillis(1_999));
    assertThat(taken()).isZero();
    pass(Duration.ofMillis(1));
    assertThat(taken()).isEqualTo(1);
    pass(Duration.ofSeconds(4));
    assertThat(taken()).isEqualTo(2);
  }

  @Test
  void a_long_rest_saves_no_more_than_a_burst() {
    taken();
    pass(Duration.ofDays(1));

    assertThat(taken()).isEqualTo(3);
  }
}
