package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import picocli.CommandLine.Option;

/** Flag of all commands that score. */
final class InferenceOption {
  @Option(
      names = "--inference",
      paramLabel = "WAY",
      defaultValue = "auto",
      description =
          "Way to run trained networks: java, tensorflow, or auto, which is java (default: ${DEFAULT-VALUE}). Training always needs TensorFlow.")
  private String inference = "auto";

  /**
   * Returns the chosen way.
   *
   * @throws UsageException if there is no such way, or not in this distribution
   */
  InferenceChoice choice() {
    InferenceChoice choice =
        InferenceChoice.of(inference)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--inference: expected one of %s, found %s"
                            .formatted(InferenceChoice.labels(), inference)));
    if (!choice.isInstalled()) {
      throw new UsageException(
          "--inference: expected auto or java in the slim distribution, found %s; use the full distribution"
              .formatted(inference));
    }
    return choice;
  }
}
