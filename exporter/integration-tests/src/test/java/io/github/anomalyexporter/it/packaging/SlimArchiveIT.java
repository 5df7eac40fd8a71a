package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive without TensorFlow, unpacked. */
class SlimArchiveIT {
  private static final Path DIRECTORY = Tools.workspace(SlimArchiveIT.class);

  private static final String NO_TRAINING =
      "anomaly-exporter: expected TensorFlow, which trains networks, found the slim distribution,"
          + " which is without it; train with the full distribution, and score with serve"
          + " --training=off";

  /** In minutes. */
  private static final int DAY = 24 * 60;

  private static String program = "";

  @BeforeAll
  static void unpack() throws IOException {
    Path home = Files.createDirectories(DIRECTORY.resolve("unpacked"));
    List<String> tar =
        List.of(
            "tar",
            "-xzf",
            Tools.slimArchive().toString(),
            "--strip-components=1",
            "-C",
            home.toString());
    ChildProcess.run(DIRECTORY.resolve("output"), Map.of(), tar);
    program = home.resolve("bin/anomaly-exporter").toString();
  }

  @Test
  void it_is_the_archive_without_tensorflow_and_the_libraries_of_tensorflow() throws IOException {
    List<ArchiveEntry> slim =
        ArchiveEntry.of(Tools.slimArchive(), DIRECTORY.resolve("output-slim"));
    List<String> left = new ArrayList<>(files(Tools.packed(".tar.gz")));

    ArchiveEntry.assertReproducible(Tools.slimArchive(), slim);
    assertThat(left).containsAll(files(Tools.slimArchive()));
    left.removeAll(files(Tools.slimArchive()));
    assertThat(left)
        .map(path -> path.replaceFirst("-[0-9].*", ""))
        .containsOnly(
            "lib/javacpp",
            "lib/ndarray",
            "lib/protobuf-java",
            "lib/tensorflow-core-api",
            "lib/tensorflow-core-native",
            "lib/tensorflow-core-platform");
  }

  private static List<String> files(Path archive) {
    return ArchiveEntry.of(archive, DIRECTORY.resolve("output-files")).stream()
        .filter(Predicate.not(ArchiveEntry::isDirectory))
        .map(ArchiveEntry::path)
        .toList();
  }

  @Test
  void it_scores_with_a_model_that_the_full_distribution_has_trained() throws IOException {
    Path directory = DIRECTORY.resolve("scoring");
    TrainedModel.copyTo(directory.resolve("storage"));
    Path config =
        Tools.write(
            directory.resolve("anomaly-exporter.yml"),
            SharedSite.get().exporterConfig().toString());

    try (ExporterProcess exporter =
        ExporterProcess.startProgram(
            List.of(program),
            directory,
            Ports.free(),
            Map.of(),
            "--config.file=" + config,
            "--training=off")) {
      exporter.awaitScores(History.HOSTS);

      assertThat(exporter.modelVersion()).isNotEmpty();
      exporter.change("/api/v1/detectors/node/train", "{}", 409);
      String backtest =
          exporter.change("/api/v1/backtests", "{\"detector\": \"node\"}", 202).path("id").asText();
      JsonNode failed =
          exporter.awaitDocument(
              "/api/v1/backtests/" + backtest,
              it -> it.at("/data/state").asText().equals("failed"));
      assertThat("anomaly-exporter: " + failed.at("/data/error").asText()).isEqualTo(NO_TRAINING);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "train"})
  void what_trains_ends_with_the_way_out_even_if_a_model_is_stored(String command)
      throws IOException {
    Path storage = DIRECTORY.resolve(command).resolve("storage");
    TrainedModel.copyTo(storage);

    Exporter.Outcome outcome = run(command, "--storage.path=" + storage);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err().lines().filter(line -> !line.startsWith("ts=")))
        .containsExactly(NO_TRAINING);
  }

  @Test
  void networks_do_not_run_in_a_tensorflow_that_is_not_there() {
    assertThat(run("serve", "--training=off", "--inference=tensorflow"))
        .isEqualTo(
            new Exporter.Outcome(
                2,
                "",
                "anomaly-exporter: --inference: expected auto or java in the slim distribution,"
                    + " found tensorflow; use the full distribution\n"));
  }

  @Test
  void a_kind_without_a_network_is_evaluated_and_the_default_kind_is_not() {
    String train = "--train=" + Tools.write(DIRECTORY.resolve("train.csv"), rows(0));
    String test = "--test=" + Tools.write(DIRECTORY.resolve("test.csv"), rows(DAY));

    Exporter.Outcome pca = run("evaluate", "--detector=pca", train, test);
    assertThat(pca.exitCode()).as("%s", pca).isZero();
    assertThat(pca.out()).contains("pca");
    assertThat(run("evaluate", train, test))
        .isEqualTo(new Exporter.Outcome(2, "", NO_TRAINING + "\n"));
  }

  /** A day of minutes of two features that follow each other. */
  private static String rows(int from) {
    return IntStream.range(from, from + DAY)
        .mapToObj(minute -> (minute * 37 % 100) + "," + (minute * 37 % 100 + minute % 7))
        .collect(Collectors.joining("\n", "cpu,load\n", "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "check-config", "rules"})
  void other_commands_work(String command) {
    Exporter.Outcome outcome = run(command);

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out()).isNotEmpty();
  }

  private static Exporter.Outcome run(String... arguments) {
    Path log = DIRECTORY.resolve("run");
    try (ChildProcess process = Exporter.startProgram(List.of(program), log, Map.of(), arguments)) {
      int exitCode = process.awaitExit();
      return new Exporter.Outcome(exitCode, process.out(), process.err());
    }
  }
}
