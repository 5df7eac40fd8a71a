package io.github.anomalyexporter.it.support;

import java.nio.file.Path;

/** The oldest version that is supported, Debian 12's, and a current one. */
public enum AlertmanagerVersion {
  OLDEST("alertmanager-0.25", "alertmanager-0.25.yml"),
  CURRENT("alertmanager-0", "alertmanager.yml");

  private final String directory;
  private final String example;

  AlertmanagerVersion(String directory, String example) {
    this.directory = directory;
    this.example = example;
  }

  /** The server of this version. */
  public Path alertmanager() {
    return Tools.program(directory, "alertmanager");
  }

  /** The command-line tool of this version. */
  public Path amtool() {
    return Tools.program(directory, "amtool");
  }

  /** The configuration that is shipped for this version. */
  public Path example() {
    return Tools.shipped("examples/alertmanager").resolve(example);
  }
}
