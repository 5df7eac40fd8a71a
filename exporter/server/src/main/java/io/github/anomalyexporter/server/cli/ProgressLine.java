package io.github.anomalyexporter.server.cli;

import java.io.PrintWriter;

/** On a terminal one line that changes, beside what a command prints; elsewhere nothing. */
final class ProgressLine {
  private final PrintWriter err;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Replaces what was shown; the empty text removes it. */
  void show(String text) {
    // bin/anomaly-exporter knows; Java tells only from 22 on.
    if (Boolean.getBoolean("anomaly-exporter.error-terminal")) {
      err.print("\r" + text + "\u001b[K");
      err.flush();
    }
  }
}
