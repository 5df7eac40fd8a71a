package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;

/** Waits between two attempts: {@code Thread.sleep}, or a recording in tests. */
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
