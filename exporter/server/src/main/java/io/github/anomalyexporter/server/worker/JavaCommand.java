package io.github.anomalyexporter.server.worker;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Command of another exporter with the Java, the classes and the properties of this one. */
final class JavaCommand {
  /**
   * Options that another process needs as well. Others, such as those of the heap, of debuggers and
   * of recordings, are of this process alone.
   */
  private static final List<String> KEPT =
      List.of(
          "-D",
          "--enable-native-access",
          "--sun-misc-unsafe-memory-access",
          "--add-",
          "-XX:ActiveProcessorCount=");

  /** Properties of this process alone: of its terminal, and of its remote management. */
  private static final List<String> DROPPED =
      List.of("-Danomaly-exporter.", "-Dcom.sun.management.");

  private static final String MAIN_CLASS = "io.github.anomalyexporter.server.cli.AnomalyExporter";

  private static final List<String> OPTIONS_OF_JVM =
      List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

  private static final String NICE = "nice";

  private JavaCommand() {}

  /**
   * Starts the process; its standard error is that of this process.
   *
   * @param heap maximum heap size in bytes
   */
  static Process start(long heap, List<String> arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(of(heap, arguments)).redirectError(Redirect.INHERIT);
    // Their options are among those of this process; some, as of the collector, exclude each other.
    OPTIONS_OF_JVM.forEach(builder.environment()::remove);
    return builder.start();
  }

  /**
   * Returns the command.
   *
   * @param heap maximum heap size in bytes
   */
  static List<String> of(long heap, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (Nice.WORKS) {
      // Scoring and scrapes come first.
      command.addAll(List.of(NICE, "-n", "10"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kept(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()));
    // The collector of the launcher; a failure to allocate ends the process.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    command.add("-Xmx" + (heap >> 20) + "m");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
    command.addAll(arguments);
    return command;
  }

  static List<String> kept(Stream<String> options) {
    return options
        .filter(option -> KEPT.stream().anyMatch(option::startsWith))
        .filter(option -> DROPPED.stream().noneMatch(option::startsWith))
        .toList();
  }

  /** Whether priorities can be lowered: systemd can forbid it, which {@code nice} reports. */
  private static final class Nice {
    static final boolean WORKS = works();

    private static boolean works() {
      if (Stream.of("/usr/bin", "/bin").noneMatch(it -> Files.isExecutable(Path.of(it, NICE)))) {
        return false;
      }
      try {
        Process probe =
            new ProcessBuilder(NICE, "-n", "10", "true")
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        boolean silent = probe.getInputStream().read() < 0;
        return probe.waitFor(10, TimeUnit.SECONDS) && silent && probe.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
