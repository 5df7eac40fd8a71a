package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.config.BuildVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: what was built, and what it runs on. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Shows the version of this program and ends.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .printf(
            "anomaly-exporter, version %s%n  java: %s%n  platform: %s/%s%n",
            BuildVersion.current(),
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
    return 0;
  }
}
