package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;

/** When a call has to have ended, in the JVM's monotonic time. */
final class Deadline {
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Zero, never less, once it is over. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  boolean isOver() {
    return remaining().isZero();
  }

  /** A deadline after half the time that remains. */
  Deadline half() {
    return after(remaining().dividedBy(2));
  }
}
