package io.github.anomalyexporter.core.score;

import java.time.Duration;

/** The rule by which anomalous rows are counted as episodes. */
public final class Episode {
  /** Anomalous rows less than this apart are one episode. */
  public static final Duration GAP = Duration.ofMinutes(10);

  private Episode() {}
}
