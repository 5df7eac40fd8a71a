package io.github.anomalyexporter.it.packaging;

import java.nio.file.Path;

/** What the tests of the chart want of Helm. */
interface Helm {
  /** The namespace of every release. */
  String NAMESPACE = "monitoring";

  /** A Kubernetes that the chart is rendered for, since there is none to ask. */
  String KUBERNETES = "1.30.0";

  /**
   * What it said.
   *
   * @param text the output; of a failure, the message
   */
  record Outcome(boolean succeeded, String text) {}

  /** Renders the objects of a release, the hooks among them if it renders hooks. */
  Outcome template(Path chart, String release, Path values);

  /** Renders what is shown after the installation. */
  Outcome notes(Path chart, String release, Path values);

  /**
   * Packs the chart.
   *
   * @param directory where the archive goes
   */
  Outcome pack(Path chart, Path directory);

  /** Lints the chart strictly. */
  Outcome lint(Path chart, Path values);
}
