package io.github.anomalyexporter.server.config;

import java.util.Locale;

/** Where the samples of a detector come from. */
public enum SourceKind {
  /** A Prometheus is queried with the expressions of the features. */
  PROMETHEUS,

  /** Samples are posted to the API, by the names of the features. */
  PUSH,

  /** The machine that the exporter runs on is read. */
  LOCAL;

  /** Returns the value of the configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
