package io.github.anomalyexporter.server.cli;

import java.io.PrintWriter;

/** Progress line on standard error, updated in place; shown on terminals only. */
final class ProgressLine {
  private final PrintWriter err;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Replaces the text of the line; an empty text removes it. */
  void show(String text) {
    // Set by bin/anomaly-exporter: Java can detect a terminal on standard error only from 22 on.
    if (Boolean.getBoolean("anomaly-exporter.error-terminal")) {
      err.print("\r" + text + "\u001b[K");
      err.flush();
    }
  }
}
