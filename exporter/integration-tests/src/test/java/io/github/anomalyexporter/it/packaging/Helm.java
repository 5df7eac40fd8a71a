package io.github.anomalyexporter.it.packaging;

import java.nio.file.Path;

/** Helm, as the tests of the chart use it. */
interface Helm {
  /** The namespace of every release. */
  String NAMESPACE = "monitoring";

  /** Version of Kubernetes for which the chart is rendered, because there is no cluster. */
  String KUBERNETES = "1.30.0";

  /**
   * Output.
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
