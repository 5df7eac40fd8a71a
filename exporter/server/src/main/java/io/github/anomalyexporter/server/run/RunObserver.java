package io.github.anomalyexporter.server.run;

import java.time.Duration;

/** Is told what becomes of runs, so that it can be counted. Safe for use by several threads. */
public interface RunObserver {
  /** A stage of a run ended well. */
  void stageEnded(String detector, RunKind kind, String stage, Duration duration);

  /** A run ended well. */
  void runEnded(String detector, RunKind kind);

  /** A run failed, and which kind of failure it was. */
  void runFailed(String detector, RunKind kind, String category);

  /** So many runs were skipped, for the one before them took too long. */
  void runsMissed(String detector, RunKind kind, long count);
}
