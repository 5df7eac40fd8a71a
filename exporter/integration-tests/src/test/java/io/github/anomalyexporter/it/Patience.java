package io.github.anomalyexporter.it;

import java.time.Duration;

/** The limit of every wait for a condition. */
final class Patience {
  /** Only what is broken takes so long, however busy the machine is. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private Patience() {}
}
