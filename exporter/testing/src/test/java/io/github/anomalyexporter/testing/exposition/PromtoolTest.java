package io.github.anomalyexporter.testing.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judgement of the real promtool, where there is one on the path or in {@code .tools}. */
class PromtoolTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");

  /** The real node_exporter has such names in these collectors, and its own checks allow them. */
  private static final String REAL_NAME_IN_CAMEL_CASE =
      "node_(memory|netstat)_\\w+ metric names should be written in 'snake_case' not 'camelCase'";

  private final SimulatedFleet fleet = SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, BOOT, 1);

  @TempDir private Path directory;
  private Path promtool = Path.of("promtool");

  @BeforeEach
  void find() throws IOException {
    Optional<Path> found = findPromtool();
    assumeTrue(found.isPresent(), "no promtool on the path or in .tools");
    promtool = found.get();
  }

  @Test
  void the_page_passes_its_check_but_for_the_names_node_exporter_really_has() throws Exception {
    Path page = directory.resolve("page.txt");
    Files.write(page, NodeExporterPage.render(fleet.host("web-1").at(BOOT.plusSeconds(900))));
    List<String> complaints = run(page, "check", "metrics");
    assertThat(complaints).allMatch(line -> line.matches(REAL_NAME_IN_CAMEL_CASE));
  }

  @Test
  void blocks_can_be_made_of_a_backfill() throws Exception {
    Path history = directory.resolve("history.om");
    Instant end = BOOT.plus(Duration.ofHours(3));
    Backfill backfill =
        new Backfill(fleet, BOOT, end, Duration.ofMinutes(1), "node", Map.of("cluster", "a"));
    long samples;
    try (OutputStream out = Files.newOutputStream(history)) {
      samples = backfill.writeTo(out);
    }
    Path data = directory.resolve("data");
    List<String> output =
        run(history, "tsdb", "create-blocks-from", "openmetrics", "/dev/stdin", data.toString());
    assertThat(Files.isDirectory(data)).as("%s", output).isTrue();
    assertThat(samplesInBlocks(data)).isEqualTo(samples);
  }

  /** The sum of {@code numSamples} over the {@code meta.json} of all blocks. */
  private static long samplesInBlocks(Path data) throws IOException {
    long sum = 0;
    try (Stream<Path> blocks = Files.list(data)) {
      for (Path block : blocks.toList()) {
        String meta = Files.readString(block.resolve("meta.json"));
        sum += Long.parseLong(meta.replaceAll("(?s).*\"numSamples\": (\\d+).*", "$1"));
      }
    }
    return sum;
  }

  /** Output of promtool, without empty lines. */
  private List<String> run(Path input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(promtool.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.lines().filter(line -> !line.isBlank()).toList();
  }

  private static Optional<Path> findPromtool() throws IOException {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, "promtool");
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path tools = folder.resolve(".tools");
      if (Files.isDirectory(tools)) {
        try (Stream<Path> files = Files.walk(tools, 5)) {
          return files
              .filter(file -> file.endsWith("promtool") && Files.isRegularFile(file))
              .findFirst();
        }
      }
    }
    return Optional.empty();
  }
}
