package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.store.StorageLock;
import io.github.anomalyexporter.server.store.TrainingLock;
import io.github.anomalyexporter.server.web.security.ApiTokens;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees: exit codes, and one clear message for what is wrong. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // a serve that starts does not end
class CommandsTest {
  private static final Path MODELS = Path.of("src/test/resources/models");

  @TempDir Path directory;
  private Path storage;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void choosePlaces() {
    storage = directory.resolve("storage");
  }

  private int run(String... arguments) {
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  /** With the storage of this test. */
  private int runOnStorage(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--storage.path=" + storage);
    return run(all.toArray(String[]::new));
  }

  private void assertReported(String message) {
    assertThat(err.toString()).isEqualTo("anomaly-exporter: " + message + "\n");
    assertThat(out.toString()).isEmpty();
  }

  private Path config(String text) throws IOException {
    return Files.writeString(directory.resolve("exporter.yml"), text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--no-such-flag | Unknown option: '--no-such-flag'",
        "no-such-command | Unmatched argument at index 0: 'no-such-command'",
        "serve --no-such-flag | Unknown option: '--no-such-flag'",
        "check-config --config.file |"
            + " Missing required parameter for option '--config.file' (FILE)",
        "models | expected models list, show or rollback",
      })
  void wrong_usage_is_reported_with_the_help_option(String arguments, String message) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("anomaly-exporter: " + message + "\nTry --help.\n");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--log.level=loud | --log.level: expected debug, info, warn or error, found loud",
        "--log.level=trace | --log.level: expected debug, info, warn or error, found trace",
        "--log.format=xml | --log.format: expected logfmt or json, found xml",
        "--log.file.size=big |"
            + " --log.file.size: expected a size such as 500KB, 10MB or 1GB, found big",
        "--log.file.count=0 | --log.file.count: expected 1 to 20, found 0",
        "--log.file=/dev/null/log |"
            + " --log.file: expected a file that can be written to, found /dev/null/log:"
            + " its directory is a file",
        "--inference=gpu | --inference: expected one of [auto, java, tensorflow], found gpu",
        "--training=no | --training: expected on or off, found no",
        "--web.config.file=none.yml |"
            + " --web.config.file none.yml: expected a file that can be read, found none",
        "--web.listen-address=9877 |"
            + " --web.listen-address: expected host:port or :port, found 9877",
        "--web.listen-address=:http |"
            + " --web.listen-address: expected host:port or :port, found :http",
        "--prometheus.url=ftp://reader:hidden@host |"
            + " --prometheus.url: expected http(s)://host[:port][/prefix], found ftp://<secret>@host",
        "--prometheus.url=localhost:9090 |"
            + " --prometheus.url: expected http(s)://host[:port][/prefix],"
            + " found localhost:9090",
        "--prometheus.url=http://reader:12/hidden@host |"
            + " --prometheus.url: expected http(s)://host[:port][/prefix],"
            + " found http://<secret>@host",
        "--prometheus.url=http://host?token=hidden |"
            + " --prometheus.url: expected http(s)://host[:port][/prefix],"
            + " found http://host?<secret>",
      })
  void a_flag_with_a_wrong_value_is_reported(String flag, String message) {
    assertThat(runOnStorage("serve", flag)).isEqualTo(2);

    assertReported(message);
    assertThat(storage).doesNotExist();
  }

  @Test
  void every_problem_of_a_configuration_is_reported() throws IOException {
    Path config = config("detectors:\n  - name: node\n    step: soon\n    colour: red\n");

    assertThat(runOnStorage("serve", "--config.file=" + config)).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("anomaly-exporter: " + config + " has 2 problems:\n")
        .contains("detectors[0].step (line 3): expected a duration")
        .contains("detectors[0].colour (line 4): expected a known key");
    assertThat(storage).doesNotExist();
  }

  @Test
  void a_web_configuration_with_problems_ends_the_start() throws IOException {
    Path web = Files.writeString(directory.resolve("web.yml"), "basic_auth_users: {me: geheim}");

    assertThat(runOnStorage("serve", "--web.config.file=" + web)).isEqualTo(2);

    assertReported(
        web
            + ": basic_auth_users.me (line 1): expected a bcrypt hash"
            + " (create it with: htpasswd -nBC 10 USER), found something else");
    assertThat(storage).doesNotExist();
  }

  @Test
  void a_web_configuration_without_its_certificate_ends_the_start() throws IOException {
    Path web =
        Files.writeString(
            directory.resolve("web.yml"), "tls_server_config: {cert_file: a.crt, key_file: a.key}");

    assertThat(runOnStorage("serve", "--web.config.file=" + web)).isEqualTo(2);

    assertReported(
        web
            + ": cert_file "
            + directory.resolve("a.crt")
            + ": expected a file that can be read, found none");
    assertThat(storage).doesNotExist();
  }

  @Test
  void a_valid_configuration_is_reported_as_valid() {
    assertThat(run("check-config")).isZero();

    assertThat(out.toString()).isEqualTo("configuration is valid, detectors: [node]\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_web_configuration_is_checked_as_well() throws IOException {
    Path file = Files.writeString(directory.resolve("web.yml"), "basic_auth_users: {}\n");

    assertThat(run("check-config", "--web.config.file=" + file)).isZero();

    assertThat(out.toString()).endsWith(file + " is valid: no TLS, no login is required\n");
  }

  /** The printed entry is one that check-config accepts, and the token is not in it. */
  @Test
  void a_token_is_printed_once_with_its_entry() throws IOException {
    assertThat(
            run(
                "token",
                "--name=it's mine",
                "--role=operator",
                "--expires=30d",
                "--match={a=\"b's\"}"))
        .isZero();
    List<String> lines = out.toString().lines().toList();
    String token = lines.get(2);
    String entry = String.join("\n", lines.subList(6, lines.size())) + "\n";
    assertThat(token).startsWith("anex_").hasSizeGreaterThan(40);
    assertThat(entry).contains("sha256: " + ApiTokens.hash(token)).doesNotContain(token);

    Path file = Files.writeString(directory.resolve("web.yml"), "access:\n  tokens:\n" + entry);
    assertThat(run("check-config", "--web.config.file=" + file)).isZero();
    assertThat(out.toString()).endsWith(file + " is valid: no TLS, a login is required\n");
  }

  @Test
  void a_token_without_a_known_role_is_refused() {
    assertThat(run("token", "--name=a", "--role=boss")).isEqualTo(2);
    assertReported("--role: expected one of viewer, operator, admin, found boss");
  }

  @Test
  void a_token_without_an_expiry_is_refused() {
    assertThat(run("token", "--name=a", "--expires=soon")).isEqualTo(2);
    assertReported("--expires: expected a duration such as 90d, found soon");
  }

  @Test
  void a_web_configuration_that_serve_would_refuse_is_refused() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("web.yml"),
            "tls_server_config: {cert_file: no.crt, key_file: no.key}\n");

    assertThat(run("check-config", "--web.config.file=" + file)).isEqualTo(2);

    assertThat(err.toString()).contains(file.toString(), directory.resolve("no.crt").toString());
  }

  @Test
  void a_prometheus_that_is_not_there_is_a_failure_at_run_time() throws IOException {
    String url = "http://127.0.0.1:" + freePort();
    Path config = config("prometheus: {url: '" + url + "', retries: 0}\n");

    assertThat(run("check-config", "--online", "--config.file=" + config)).isEqualTo(1);

    assertThat(err.toString())
        .startsWith("anomaly-exporter: " + url)
        .contains("connection")
        .hasLineCount(1);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_port_in_use_is_reported_and_the_storage_released() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      int code = runOnStorage("serve", "--web.listen-address=" + address);

      assertThat(err.toString())
          .startsWith(
              "anomaly-exporter: --web.listen-address: expected a free address, found "
                  + address
                  + ": ")
          .hasLineCount(1);
      assertThat(code).isEqualTo(2);
    }
    StorageLock.acquire(storage).close();
  }

  @Test
  void a_storage_in_use_is_reported() {
    try (StorageLock held = StorageLock.acquire(storage)) {
      assertThat(held).isNotNull();
      assertThat(runOnStorage("serve", "--web.listen-address=127.0.0.1:0")).isEqualTo(2);
    }

    assertReported(
        storage
            + ": expected an exclusive storage, found another anomaly-exporter using it;"
            + " set --storage.path");
  }

  @Test
  void a_second_training_with_a_storage_is_reported() {
    try (TrainingLock held = TrainingLock.acquire(storage)) {
      assertThat(held).isNotNull();
      assertThat(runOnStorage("train")).isEqualTo(2);
    }

    assertThat(err.toString())
        .isEqualTo(
            "anomaly-exporter: "
                + storage
                + ": expected no other training, found another anomaly-exporter train;"
                + " run it again when that has ended\n");
  }

  @Test
  void a_storage_that_cannot_be_written_to_is_reported() throws IOException {
    Files.writeString(storage, "a file");

    assertThat(runOnStorage("serve", "--web.listen-address=127.0.0.1:0")).isEqualTo(2);

    assertReported(
        storage
            + ": expected a directory that can be written to, found a file of that name;"
            + " set --storage.path");
  }

  @Test
  void rules_of_the_preset_need_no_file_and_no_prometheus() {
    assertThat(run("rules", "--preset=node-exporter")).isZero();

    String preset = out.toString();
    assertThat(preset)
        .contains("groups:\n", "- record: instance:anomaly_exporter_cpu_used:rate1m\n")
        .contains("The rate window is 1m, of an assumed scrape interval of 15s");
    out.getBuffer().setLength(0);
    assertThat(run("rules")).isZero();
    assertThat(out.toString()).isEqualTo(preset);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void rules_are_those_of_the_queried_detectors_of_the_file() throws IOException {
    Path file =
        config(
            "detectors: [{name: a, selector: x=\"1\", scrape_interval: 30s}, {name: b, source: local}]");

    assertThat(run("rules", "--config.file=" + file)).isZero();

    assertThat(out.toString())
        .contains("name: anomaly-exporter-a\n", "of the configured scrape interval", "x=\"1\"")
        .contains("- record: instance:anomaly_exporter_cpu_used:rate2m\n")
        .doesNotContain("anomaly-exporter-b");
  }

  @Test
  void rules_of_a_measured_interval_need_an_interval() throws IOException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      assertThat(run("rules", "--online", "--prometheus.url=" + prometheus.url())).isEqualTo(2);
    }
    assertReported(
        "detector node: expected a scrape interval that can be measured, found none;"
            + " set scrape_interval");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--preset=windows | --preset: expected node-exporter, found windows;"
            + " other presets are defined in a configuration file",
        "--source=local | expected a detector with source: prometheus, found none;"
            + " this command queries Prometheus",
        "--preset=node-exporter --config.file=x.yml | --preset: expected no --config.file, found"
            + " both; set preset of each detector in the file",
      })
  void wrong_options_of_rules_are_reported(String options, String message) {
    assertThat(run(("rules " + options).split(" ", -1))).isEqualTo(2);

    assertReported(message);
  }

  @Test
  void without_models_the_list_is_empty() {
    assertThat(runOnStorage("models", "list")).isZero();

    assertThat(out.toString()).startsWith("DETECTOR").hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "show | detector node has no model; see: anomaly-exporter models list",
        "show 20260101T000000Z |"
            + " detector node has no model 20260101T000000Z; see: anomaly-exporter models list",
        "list --detector=web | --detector: expected one of [node], found web",
      })
  void an_absent_model_is_reported(String arguments, String message) {
    assertThat(runOnStorage(("models " + arguments).split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("anomaly-exporter: " + message + "\n");
  }

  @Test
  void a_rollback_without_an_older_model_is_reported() {
    assertThat(runOnStorage("models", "rollback")).isEqualTo(2);

    assertReported(
        storage.resolve("node")
            + ": expected a model older than the active model, found 0 usable models;"
            + " see: anomaly-exporter models list");
  }

  @Test
  void stored_models_are_listed_shown_and_rolled_back() throws IOException {
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T110000Z");
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T120000Z");
    String config = "--config.file=" + MODELS.resolve("detector.yml");

    assertThat(runOnStorage("models", "list", config)).isZero();
    assertThat(out.toString().lines().skip(1))
        .first()
        .asString()
        .matches("node +20260302T120000Z +serving +2 +2");

    out.getBuffer().setLength(0);
    assertThat(runOnStorage("models", "show", config)).isZero();
    assertThat(out.toString())
        .contains("version       20260302T120000Z")
        .contains("{instance=db-1:9100, job=node}")
        .contains("Shapiro-Wilk");

    assertThat(out.toString()).as("nothing was counted").doesNotContain("left out");

    out.getBuffer().setLength(0);
    assertThat(runOnStorage("models", "show", "--json", config)).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).path("format_version").asInt())
        .isEqualTo(2);

    out.getBuffer().setLength(0);
    assertThat(runOnStorage("models", "rollback", config)).isZero();
    assertThat(out.toString()).startsWith("detector node: 20260302T120000Z withdrawn, ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_model_that_serve_refuses_is_not_listed_as_serving() throws IOException {
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T100000Z");
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T110000Z");
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T120000Z");
    Files.writeString(storage.resolve("node/20260302T120000Z/scalers.json"), "[]");
    String config = "--config.file=" + MODELS.resolve("detector.yml");

    assertThat(runOnStorage("models", "list", config)).isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.trim().split(" +", -1)[2]))
        .containsExactly("refused", "serving", "kept");
    assertThat(err.toString()).contains("refused: ", "20260302T120000Z");

    out.getBuffer().setLength(0);
    assertThat(runOnStorage("models", "list")).as("by another configuration").isZero();
    assertThat(out.toString().lines().skip(1)).allMatch(line -> line.contains(" refused "));
  }

  @Test
  void a_model_shows_what_was_left_out_of_its_history() throws IOException {
    copy(MODELS.resolve("format-2/node/20260302T120000Z"), "20260302T120000Z");
    Path file = storage.resolve("node/20260302T120000Z/manifest.json");
    ObjectMapper mapper = new ObjectMapper();
    JsonNode manifest = mapper.readTree(file.toFile());
    ((ObjectNode) manifest.path("rows").path(1))
        .putObject("left_out")
        .put("present", 240)
        .put("alert", 24)
        .put("silence", 0)
        .put("calendar", 12);
    mapper.writeValue(file.toFile(), manifest);

    assertThat(
            runOnStorage(
                "models",
                "show",
                "20260302T120000Z",
                "--config.file=" + MODELS.resolve("detector.yml")))
        .isZero();

    assertThat(out.toString())
        .contains("left out      15.0% of the history (alert 10.0%, silence 0.0%, calendar 5.0%)")
        .contains("  left out 15.0% of its history (alert 10.0%, silence 0.0%, calendar 5.0%)");
  }

  private void copy(Path version, String name) throws IOException {
    Path target = storage.resolve("node").resolve(name);
    Files.walkFileTree(
        version,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = target.resolve(version.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void a_training_is_shown_and_stored() throws IOException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      prometheus.putHosts();
      String histories = "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
      prometheus.put(histories, SmallDetector.WEB, time -> 48.0);
      prometheus.put(histories, SmallDetector.DB, time -> 48.0);

      assertThat(train(prometheus)).isZero();

      assertThat(out.toString())
          .contains("detector node: reading the history\n")
          .containsPattern("epoch 10 of at most 20, validation loss \\d\\.\\d+\n")
          .containsPattern("detector node: model \\d{8}T\\d{6}Z\n")
          .containsPattern("web-1:9100.* threshold \\d");
      assertThat(storage.resolve("node")).isDirectoryContaining("glob:**Z");
    }
  }

  /** Prometheus requires none of them here, so that a leak would have no other symptom. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{url: 'http://me:planted-1@%s', headers: {X-Key: planted-2}}",
        "{url: 'http://%s', basic_auth: {username: me, password: planted-3}}",
        "{url: 'http://%s', bearer_token: planted-4}",
        "{url: 'http://127.0.0.1:1', failover_url: 'http://me:planted-5@%s', retries: 0}",
      })
  void no_secret_is_printed_or_stored_with_a_model(String prometheusConfig) throws IOException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      prometheus.putHosts();
      String histories = "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
      prometheus.put(histories, SmallDetector.WEB, time -> 48.0);
      prometheus.put(histories, SmallDetector.DB, time -> 48.0);
      String server = prometheusConfig.formatted(prometheus.url().getAuthority());
      String detector =
          Files.readString(MODELS.resolve("detector.yml")).replaceAll("(?m)^prometheus:.*$", "");
      Path config = config("prometheus: " + server + "\n" + detector);
      Path log = directory.resolve("log");
      String[] flags = {"--config.file=" + config, "--log.level=debug", "--log.file=" + log};

      assertThat(runOnStorage("train", flags[0], flags[1], flags[2])).isZero();
      assertThat(runOnStorage("models", "show", "--json", flags[0], flags[2])).isZero();
      runOnStorage("check-config", "--online", flags[0], flags[1], flags[2]);

      StringBuilder all = new StringBuilder(out.toString() + err + Files.readString(log));
      try (Stream<Path> files = Files.walk(storage)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
      assertThat(all.toString())
          .contains("web-1:9100", "training_rows", "configuration is valid", "user=")
          .doesNotContain("planted");
    }
  }

  @Test
  void the_calendar_is_shown_and_left_out_of_training() throws IOException {
    Path config = directory.resolve("calendar.yml");
    Files.writeString(
        config,
        Files.readString(MODELS.resolve("detector.yml"))
            + """
                calendar:
                  - {name: cleaning, schedule: 0 */2 * * *, duration: 15m, instances: db-.*}
            """);
    assertThat(run("check-config", "--config.file=" + config)).isZero();
    assertThat(out.toString())
        .containsPattern("detector node, calendar cleaning: next from .*:00:00Z to .*:15:00Z\n");
    try (FakePrometheus prometheus = new FakePrometheus()) {
      prometheus.putHosts();
      String histories = "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
      prometheus.put(histories, SmallDetector.WEB, time -> 48.0);
      prometheus.put(histories, SmallDetector.DB, time -> 48.0);

      assertThat(train(prometheus, config)).isZero();
    }

    out.getBuffer().setLength(0);
    assertThat(runOnStorage("models", "show", "--config.file=" + config)).isZero();
    assertThat(out.toString().lines().filter(line -> line.contains("left out")))
        .hasSize(2)
        .allMatch(line -> line.matches(".*alert 0.0%, silence 0.0%, calendar [1-9].*"));
  }

  @Test
  void a_training_without_instances_is_a_failure_at_run_time() throws IOException {
    try (FakePrometheus prometheus = new FakePrometheus()) {
      assertThat(train(prometheus)).isEqualTo(1);

      assertThat(out.toString())
          .endsWith("detector node: no instance has enough history yet (min_history)\n");
    }
  }

  private int train(FakePrometheus prometheus) {
    return train(prometheus, MODELS.resolve("detector.yml"));
  }

  private int train(FakePrometheus prometheus, Path config) {
    return runOnStorage(
        "train",
        "--config.file=" + config,
        "--prometheus.url=" + prometheus.url(),
        "--log.level=error");
  }
}
