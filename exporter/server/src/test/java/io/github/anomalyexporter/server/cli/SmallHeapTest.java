package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.server.cli.HostileServer.Attack;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program in a process of its own with a small heap, and every input of it at its worst. What
 * took all memory would end the process. One exporter for all that comes from the network, and it
 * starts from a storage whose files are a gigabyte each.
 */
class SmallHeapTest {
  private static final String HEAP = "-Xmx358m";
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long GIGABYTE = 1L << 30;
  private static final Pattern LISTENING = Pattern.compile("listening on 127.0.0.1:(\\d+)");

  @TempDir static Path directory;
  private static HostileServer upstream;
  private static Process exporter;
  private static Path log;
  private static URI address;

  @BeforeAll
  static void start() throws IOException {
    upstream = new HostileServer();
    Path node = Files.createDirectories(directory.resolve("storage/node"));
    Files.writeString(node.resolve("instances.json"), instances());
    Path damaged = Files.createDirectories(directory.resolve("storage/damaged/20260302T120000Z"));
    large(damaged.resolve("manifest.json"));
    large(damaged.resolveSibling("instances.json"));
    large(directory.resolve("storage/silences.json"));
    configure("detectors: [{name: node, scoring_interval: 1s}, {name: damaged}]");
    log = directory.resolve("log");
    exporter =
        program(
            log,
            "--config.file=" + directory.resolve("config.yml"),
            "--web.listen-address=127.0.0.1:0",
            "--web.enable-lifecycle");
    await()
        .atMost(PATIENCE)
        .until(() -> !exporter.isAlive() || LISTENING.matcher(Files.readString(log)).find());
    Matcher listening = LISTENING.matcher(Files.readString(log));
    assertThat(listening.find()).as(Files.readString(log)).isTrue();
    address = URI.create("http://127.0.0.1:" + listening.group(1));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    exporter.destroyForcibly().waitFor();
    upstream.close();
  }

  @AfterEach
  void isWell() throws IOException, InterruptedException {
    upstream.send(Attack.NONE);
    await()
        .atMost(PATIENCE)
        .until(() -> !exporter.isAlive() || metric("anomaly_exporter_prometheus_up").equals("1.0"));
    assertThat(exporter.isAlive()).as(Files.readString(log)).isTrue();
    assertThat(log).content().hasSizeLessThan(5_000_000);
  }

  private static String instances() {
    return IntStream.range(0, 500)
        .mapToObj(i -> "{\"labels\":{\"instance\":\"abcdefghij%s\",\"job\":\"node\"}".formatted(i))
        .map(labels -> labels + ",\"seen_at\":\"" + Instant.now() + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A file without blocks: it takes no room on the disk. */
  private static void large(Path file) throws IOException {
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(GIGABYTE);
    }
  }

  private static void configure(String detectors) throws IOException {
    Files.writeString(
        directory.resolve("config.yml"),
        """
        prometheus: {url: '%s', timeout: 1m, retries: 0}
        alertmanager: {url: '%s', timeout: 1m, retries: 0, refresh_interval: 1s}
        storage: {path: storage}
        %s
        """
            .formatted(upstream.url(), upstream.url(), detectors)
            .replace("path: storage", "path: '" + directory.resolve("storage") + "'"));
  }

  private static Process program(Path output, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                AnomalyExporter.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).GET());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String metric(String name) throws IOException, InterruptedException {
    HttpResponse<String> page = get("/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("absent");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void what_an_upstream_sends_ends_nothing(Attack attack) throws Exception {
    int before = upstream.attacks();
    upstream.send(attack);

    await().atMost(PATIENCE).until(() -> !exporter.isAlive() || upstream.attacks() >= before + 2);

    assertThat(exporter.isAlive()).as(Files.readString(log)).isTrue();
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void definitions_that_grow_without_bound_are_refused_by_a_reload() throws Exception {
    StringBuilder definitions = new StringBuilder("d0: xxxxxxxxxx");
    for (int i = 1; i <= 9; i++) {
      definitions.append(", d").append(i).append(": ").append(("$d" + (i - 1)).repeat(10));
    }

    refusesAfter(
        () ->
            configure(
                "detectors: [{name: node, scoring_interval: 1s, definitions: {%s}}]"
                    .formatted(definitions)));
  }

  @Test
  void a_configuration_of_a_gigabyte_is_refused_by_a_reload() throws Exception {
    refusesAfter(() -> large(directory.resolve("config.yml")));
  }

  private interface Change {
    void make() throws IOException;
  }

  private static void refusesAfter(Change change) throws Exception {
    String good = Files.readString(directory.resolve("config.yml"));
    try {
      change.make();
      reload();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !exporter.isAlive()
                      || metric("anomaly_exporter_config_last_reload_successful").equals("0.0"));
      assertThat(exporter.isAlive()).as(Files.readString(log)).isTrue();
    } finally {
      Files.writeString(directory.resolve("config.yml"), good);
      reload();
    }
    await()
        .atMost(PATIENCE)
        .until(() -> metric("anomaly_exporter_config_last_reload_successful").equals("1.0"));
  }

  private static void reload() throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(address.resolve("/-/reload"))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  @Test
  void a_configuration_of_a_gigabyte_is_wrong_usage_at_the_start() throws Exception {
    Path file = directory.resolve("large.yml");
    large(file);

    assertThat(run("check-config", "--config.file=" + file))
        .isEqualTo(
            "2 anomaly-exporter: "
                + file
                + ": expected a file that can be read, found a file of more than 2048 KB");
  }

  @Test
  void a_table_that_unpacks_to_more_than_fits_is_wrong_usage() throws Exception {
    Path file = directory.resolve("large.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("a,b,c,d,e,f,g,h\n".getBytes(StandardCharsets.UTF_8));
      byte[] rows = "1,2,3,4,5,6,7,8\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 200; i++) {
        out.write(rows);
      }
    }

    Path test = Files.writeString(directory.resolve("test.csv"), "a,b,c,d,e,f,g,h,label\n");

    assertThat(run("evaluate", "--train=" + file, "--test=" + test))
        .startsWith("2 ")
        .contains("which fit into the heap, found more; increase the heap (-Xmx)");
  }

  /** The exit code and what the program prints. */
  private static String run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", "");
    int code = program(output, arguments).waitFor();
    return code + " " + Files.readString(output).strip();
  }
}
