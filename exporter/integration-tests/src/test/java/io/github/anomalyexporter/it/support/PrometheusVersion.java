package io.github.anomalyexporter.it.support;

import java.nio.file.Path;

/** The two major versions that are in use. */
public enum PrometheusVersion {
  TWO("prometheus-2"),
  THREE("prometheus-3");

  private final String directory;

  PrometheusVersion(String directory) {
    this.directory = directory;
  }

  /** The server of this version. */
  public Path prometheus() {
    return Tools.program(directory, "prometheus");
  }

  /** The command-line tool of this version. */
  public Path promtool() {
    return Tools.program(directory, "promtool");
  }
}
