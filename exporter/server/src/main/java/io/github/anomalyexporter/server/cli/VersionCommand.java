package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.version.BuildVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Command {@code version}: prints the version of the program, of Java and the platform. */
@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "Prints the version of this program and exits.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (String line : getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** Returns the lines, which {@code --version} prints as well. */
  @Override
  public String[] getVersion() {
    return new String[] {
      "anomaly-exporter, version " + BuildVersion.current(),
      "  java: " + Runtime.version(),
      "  platform: %s/%s".formatted(System.getProperty("os.name"), System.getProperty("os.arch"))
    };
  }
}
