package io.github.anomalyexporter.server.run;

import java.time.Duration;

/** Receives the outcomes of runs for the metrics. Safe for use by several threads. */
public interface RunObserver {
  /** A stage of a run succeeded. */
  void stageEnded(String detector, RunKind kind, String stage, Duration duration);

  /** A run succeeded. */
  void runEnded(String detector, RunKind kind);

  /** A run failed with a failure of this category. */
  void runFailed(String detector, RunKind kind, String category);

  /** {@code count} runs were skipped because the previous run was still in progress. */
  void runsMissed(String detector, RunKind kind, long count);
}
