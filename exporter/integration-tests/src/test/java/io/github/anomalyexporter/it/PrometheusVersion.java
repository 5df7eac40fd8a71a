package io.github.anomalyexporter.it;

import java.nio.file.Path;

/** The two major versions that are in use. */
enum PrometheusVersion {
  TWO("prometheus-2"),
  THREE("prometheus-3");

  private final String directory;

  PrometheusVersion(String directory) {
    this.directory = directory;
  }

  Path prometheus() {
    return Tools.program(directory, "prometheus");
  }

  Path promtool() {
    return Tools.program(directory, "promtool");
  }
}
