package io.github.anomalyexporter.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A start, scores and a stop on every Java there is: nothing is printed but the log. */
class QuietStartIT {
  private static final Path DISTRIBUTIONS_JAVAS = Path.of("/usr/lib/jvm");
  private static final Pattern LOG_LINE =
      Pattern.compile("ts=\\S+Z level=(INFO|WARN) logger=\\w+ msg=\".*\"");

  /** TensorFlow's own, once in a process; no environment variable keeps it from that. */
  private static final List<Pattern> TENSORFLOW =
      List.of(
          Pattern.compile("WARNING: All log messages before absl::InitializeLog\\(\\) .*"),
          Pattern.compile("I0000 .* MLIR V1 optimization pass is not enabled"));

  private final Path directory = Tools.workspace(QuietStartIT.class);

  /** The Java of this build, and those the system has beside it; links to them count once. */
  static Stream<Path> javas() throws IOException {
    Stream<Path> installed = Stream.empty();
    if (Files.isDirectory(DISTRIBUTIONS_JAVAS)) {
      try (Stream<Path> homes = Files.list(DISTRIBUTIONS_JAVAS)) {
        installed =
            homes.filter(it -> Files.isExecutable(it.resolve("bin/java"))).toList().stream();
      }
    }
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> real = installed.map(QuietStartIT::realPath).toList();
    return Stream.concat(Stream.of(own), real.stream()).distinct();
  }

  private static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("javas")
  void nothing_is_printed_but_the_log(Path java) throws IOException {
    Path home = directory.resolve(java.getFileName().toString());
    TrainedModel.copyTo(home.resolve("storage"));
    Map<String, String> environment = Map.of("JAVA_HOME", java.toString());
    String config = SharedSite.get().exporterConfig().toString();
    try (ExporterProcess exporter =
        ExporterProcess.start(home, Ports.free(), config, environment)) {
      System.out.printf(
          "Java %s%n",
          exporter
              .metrics()
              .all("anomaly_exporter_build_info", Map.of())
              .get(0)
              .label("javaversion"));
      exporter.awaitScores(List.of("web-1"));
      exporter.stop();
      assertThat(exporter.process().out()).isEmpty();
      assertThat(exporter.log())
          .filteredOn(line -> TENSORFLOW.stream().noneMatch(it -> it.matcher(line).matches()))
          .isNotEmpty()
          .allMatch(LOG_LINE.asMatchPredicate());
    }
  }
}
