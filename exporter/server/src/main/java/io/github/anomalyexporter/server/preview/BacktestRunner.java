package io.github.anomalyexporter.server.preview;

import io.github.anomalyexporter.server.backtest.Stages;
import io.github.anomalyexporter.server.config.Config;

/** Runs backtests with one configuration. Safe for use by several threads. */
public interface BacktestRunner {
  /** Returns the configuration whose detectors are backtested. */
  Config config();

  /**
   * Runs a backtest on the calling thread; an interrupt ends it.
   *
   * @param stages receives the progress
   * @return the result as a JSON object on one line, in UTF-8
   * @throws InterruptedException if the thread was interrupted, or {@link
   *     io.github.anomalyexporter.core.model.TrainingStoppedException} during a training
   */
  byte[] run(BacktestRequest request, Stages.Listener stages) throws InterruptedException;
}
