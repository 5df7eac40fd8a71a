package io.github.anomalyexporter.server.http;

import java.time.Duration;

/** Deadline of a call, in the JVM's monotonic time. */
public final class Deadline {
  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  public static Deadline after(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  /** Returns the deadline as a value of {@link System#nanoTime}. */
  long nanoTime() {
    return nanos;
  }

  /** Returns the remaining time; zero, never negative, after the deadline. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
  }

  boolean isOver() {
    return remaining().isZero();
  }

  /** Returns a deadline after half of the remaining time. */
  Deadline half() {
    return after(remaining().dividedBy(2));
  }
}
