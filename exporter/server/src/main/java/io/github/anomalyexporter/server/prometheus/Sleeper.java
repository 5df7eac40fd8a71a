package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;

/** Lets time pass between two attempts: {@code Thread.sleep}, or a record of it in a test. */
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
