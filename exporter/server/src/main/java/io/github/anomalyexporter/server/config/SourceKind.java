package io.github.anomalyexporter.server.config;

/** Where the samples of a detector come from. */
public enum SourceKind {
  /** A Prometheus is queried with the expressions of the features. */
  PROMETHEUS,

  /** Samples are posted to the API, by the names of the features. */
  PUSH,

  /** The machine that the exporter runs on is read. */
  LOCAL
}
