package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final Path VALID = Path.of("src/test/resources/config/valid");

  @TempDir Path directory;

  private static DetectorConfig detector(String text) throws ConfigException {
    return ConfigFile.parse("test.yml", text).detectors().get(0);
  }

  @Test
  void an_empty_file_and_one_of_empty_sections_are_the_defaults() throws ConfigException {
    assertThat(ConfigFile.parse("test.yml", ""))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
    assertThat(
            ConfigFile.parse(
                "test.yml",
                "prometheus:\n  tls:\n  headers: ~\nstorage:\npresets:\ndetectors: # none\n"))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
  }

  /** What a file looks like while it is being written. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n\n"})
  void an_empty_file_on_disk_is_refused(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("config.yml"), text);

    assertThatThrownBy(() -> ConfigFile.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": expected settings, or {} for the defaults, found an empty file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "# all by default\n"})
  void a_file_that_states_the_defaults_is_accepted(String text)
      throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("config.yml"), text);

    assertThat(ConfigFile.load(file))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
  }

  @Test
  void lists_with_nothing_in_them_are_the_defaults() throws ConfigException {
    String text = "detectors: [{identity_labels: , features: , model: {layers: }, threshold: }]";

    assertThat(ConfigFile.parse("test.yml", text))
        .usingRecursiveComparison()
        .ignoringFields("entries", "text", "origin")
        .isEqualTo(ConfigFile.defaults());
  }

  @Test
  void the_connection_is_read_with_all_its_settings() throws ConfigException {
    PrometheusConfig prometheus = ConfigFile.load(VALID.resolve("prometheus.yml")).prometheus();

    Path here = VALID.toAbsolutePath();
    assertThat(prometheus)
        .isEqualTo(
            new PrometheusConfig(
                new HttpClientConfig(
                    URI.create("https://prometheus.example.org/prefix"),
                    URI.create("https://standby.example.org"),
                    URI.create("http://proxy:3128"),
                    new HttpClientConfig.BasicAuth(
                        "reader", Secret.ofFile(here.resolve("password"))),
                    null,
                    Map.of("X-Scope-OrgID", "team-a"),
                    new HttpClientConfig.Tls(
                        here.resolve("ca.pem"),
                        Path.of("/etc/tls/client.pem"),
                        Path.of("/etc/tls/client.key"),
                        "prometheus",
                        true),
                    Duration.ofSeconds(5),
                    0),
                8,
                500_000));
  }

  @Test
  void alertmanager_is_not_used_unless_it_is_configured() throws ConfigException {
    assertThat(ConfigFile.defaults().alertmanager()).isNull();
    assertThat(ConfigFile.parse("test.yml", "alertmanager:").alertmanager()).isNull();
  }

  @Test
  void alertmanager_needs_no_more_than_a_url() throws ConfigException {
    URI url = URI.create("http://localhost:9093");
    assertThat(ConfigFile.parse("test.yml", "alertmanager: {url: '" + url + "'}").alertmanager())
        .isEqualTo(
            new AlertmanagerConfig(
                HttpClientConfig.defaults(url),
                Duration.ofSeconds(30),
                Labels.EMPTY,
                "severity!~\"info|none\""));
  }

  @Test
  void alertmanager_is_read_with_all_its_settings() throws ConfigException {
    Path here = VALID.toAbsolutePath();
    assertThat(ConfigFile.load(VALID.resolve("alertmanager.yml")).alertmanager())
        .isEqualTo(
            new AlertmanagerConfig(
                new HttpClientConfig(
                    URI.create("https://alertmanager.example.org/prefix"),
                    URI.create("https://alertmanager-2.example.org"),
                    null,
                    null,
                    Secret.ofFile(here.resolve("token")),
                    Map.of("X-Scope-OrgID", "team-a"),
                    new HttpClientConfig.Tls(here.resolve("ca.pem"), null, null, null, false),
                    Duration.ofSeconds(5),
                    0),
                Duration.ofMinutes(1),
                Labels.of("cluster", "eu-1", "replica", "2"),
                "severity=\"critical\", team!=\"test\""));
  }

  @Test
  void links_are_addresses_as_a_browser_reaches_them() throws ConfigException {
    String yaml =
        "links: {prometheus: 'https://example.org/prometheus/', grafana: 'http://grafana'}";
    assertThat(ConfigFile.parse("test.yml", yaml).links())
        .isEqualTo(
            new LinksConfig(
                URI.create("https://example.org/prometheus/"), URI.create("http://grafana"), null));
  }

  @Test
  void a_bearer_token_is_literal_or_in_a_file() throws ConfigException {
    assertThat(
            ConfigFile.parse("test.yml", "prometheus: {bearer_token: 12345}")
                .prometheus()
                .http()
                .bearer())
        .isEqualTo(Secret.of("12345"));
    assertThat(
            ConfigFile.parse("test.yml", "prometheus: {bearer_token_file: /run/token}")
                .prometheus()
                .http()
                .bearer())
        .isEqualTo(Secret.ofFile(Path.of("/run/token")));
  }

  @Test
  void a_detector_is_read_with_all_its_settings() throws ConfigException {
    DetectorConfig detector = ConfigFile.load(VALID.resolve("detector.yml")).detectors().get(1);

    assertThat(detector.name()).isEqualTo("db");
    assertThat(detector.source())
        .isEqualTo(
            new DetectorConfig.Source(
                SourceKind.PROMETHEUS,
                "job=\"node\", instance=~\"db-.*\"",
                List.of("instance", "job", "cluster"),
                List.of("replica", "prometheus_replica"),
                "group by ($identity) (up{$selector})",
                Optional.of(Duration.ofSeconds(30)),
                250));
    assertThat(detector.timing())
        .isEqualTo(
            new DetectorConfig.Timing(
                Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofMinutes(1)));
    assertThat(detector.history())
        .isEqualTo(
            new DetectorConfig.History(
                Duration.ofDays(30), Duration.ofDays(1), Duration.ofHours(12)));
    assertThat(detector.minCoverage()).isEqualTo(0.8);
    assertThat(detector.explanation())
        .isEqualTo(new DetectorConfig.Explanation(3, Duration.ofMinutes(30), 100));
    assertThat(detector.model().layers()).containsExactly(20, 6, 20);
    assertThat(detector.model().training())
        .isEqualTo(new TrainingOptions(50, 5, 32, 0.001, 0.5, 42));
  }

  @Test
  void thresholds_of_some_instances_inherit_what_they_leave_open() throws ConfigException {
    ThresholdConfig threshold =
        ConfigFile.load(VALID.resolve("detector.yml")).detectors().get(1).model().threshold();

    ThresholdOptions all = new ThresholdOptions(ThresholdMethod.TAIL, 0.999, 3, null, 288);
    assertThat(threshold.options()).isEqualTo(all);
    assertThat(threshold.optionsFor(Labels.of("instance", "db-1:9100")))
        .isEqualTo(all.withFalseAlarmsPerDay(0.1));
    assertThat(threshold.optionsFor(Labels.of("instance", "db-20:9100")))
        .isEqualTo(all.withMethod(ThresholdMethod.SIGMA).withSigmas(5));
    assertThat(threshold.optionsFor(Labels.of("instance", "db-20:9100/not"))).isEqualTo(all);
  }

  @Test
  void a_quantile_replaces_an_inherited_wish() throws ConfigException {
    ThresholdConfig threshold =
        detector(
                """
                detectors:
                  - threshold:
                      false_alarms_per_day: 1
                      overrides:
                        - {instance: a, quantile: 0.99}
                """)
            .model()
            .threshold();

    assertThat(threshold.options().falseAlarmsPerDay()).isEqualTo(1.0);
    assertThat(threshold.optionsFor(Labels.of("instance", "a")).falseAlarmsPerDay()).isNull();
    assertThat(threshold.optionsFor(Labels.of("instance", "a")).quantile()).isEqualTo(0.99);
  }

  @Test
  void thresholds_and_calendars_tell_instances_apart_by_all_their_labels() throws ConfigException {
    Config config =
        ConfigFile.parse(
            "test",
            """
            detectors:
              - identity_labels: [instance, cluster, agent]
                threshold:
                  overrides:
                    - {labels: {agent: db-.*}, quantile: 0.9}
                    - {instance: 'local.*', labels: {agent: web-1, cluster: b}, quantile: 0.99}
                calendar:
                  - {name: backup, schedule: 30 1 * * *, duration: 1h, labels: {cluster: a|b}}
            """);
    ThresholdConfig threshold = config.detectors().get(0).model().threshold();
    CalendarEntry backup = config.calendar(config.detectors().get(0)).get(0);

    assertThat(threshold.optionsFor(host("a", "db-1")).quantile()).isEqualTo(0.9);
    assertThat(threshold.optionsFor(host("b", "web-1")).quantile()).isEqualTo(0.99);
    assertThat(threshold.optionsFor(host("a", "web-1"))).isEqualTo(threshold.options());
    assertThat(threshold.optionsFor(host("b", "web-10"))).isEqualTo(threshold.options());
    assertThat(backup.concerns(host("b", "db-1"))).isTrue();
    assertThat(backup.concerns(host("bb", "db-1"))).isFalse();
  }

  private static Labels host(String cluster, String agent) {
    return Labels.of("instance", "localhost:9100", "cluster", cluster, "agent", agent);
  }

  @Test
  void a_label_that_is_not_of_the_identity_matches_no_instance() {
    ExpectedProblem.assertProblems(
        () ->
            ConfigFile.parse(
                "test",
                """
                detectors:
                  - threshold: {overrides: [{labels: {cluster: a}, quantile: 0.9}]}
                    calendar:
                      - {name: a, schedule: 1 1 * * *, duration: 1h, labels: {jobs: node}}
                """),
        List.of(
            new ExpectedProblem(
                "detectors[0].threshold.overrides[0].labels.cluster", 2, ProblemKind.UNKNOWN_NAME),
            new ExpectedProblem(
                "detectors[0].calendar[0].labels.jobs", 4, ProblemKind.UNKNOWN_NAME)));
  }

  static List<DetectorKind> kinds() {
    return DetectorKinds.all();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void each_type_has_its_own_usual_threshold_and_layers(DetectorKind type) throws ConfigException {
    DetectorConfig detector = detector("detectors: [{type: %s}]".formatted(type.name()));

    assertThat(detector.type()).isEqualTo(type);
    boolean network = type.equals(DetectorKinds.AUTOENCODER);
    assertThat(detector.model().threshold().options())
        .isEqualTo(
            network
                ? ThresholdOptions.DEFAULT
                : ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.QUANTILE).withQuantile(0.99));
    assertThat(detector.model().layers())
        .isEqualTo(network ? ModelConfig.DEFAULT_LAYERS : List.of());
    assertThat(ConfigFile.defaults(type).detectors()).containsExactly(detector);
  }

  @Test
  void a_threshold_that_is_configured_wins_over_that_of_the_type() throws ConfigException {
    String yaml = "detectors: [{type: pca, model: {seed: 3}, threshold: {%s}}]";
    DetectorConfig budget = detector(yaml.formatted("method: budget"));
    DetectorConfig wish = detector(yaml.formatted("false_alarms_per_day: 0.5"));

    assertThat(budget.model().threshold().options().method()).isEqualTo(ThresholdMethod.BUDGET);
    assertThat(budget.model().training().seed()).isEqualTo(3);
    assertThat(wish.model().threshold().options().method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(wish.model().threshold().options().falseAlarmsPerDay()).isEqualTo(0.5);
  }

  @Test
  void a_detector_of_other_features_has_their_step_and_another_seed() throws ConfigException {
    FeatureSet features =
        new FeatureSet(
            List.of(new Feature("cpu", "cpu", "ratio", Transform.NONE, false)),
            List.of(),
            Duration.ofMinutes(5));
    DetectorConfig other = detector("detectors: [{type: isolation-forest}]").with(features, 9);

    assertThat(other.features()).isSameAs(features);
    assertThat(other.model().training().seed()).isEqualTo(9);
    assertThat(other.model().threshold().options().rowsPerDay()).isEqualTo(288);
  }

  @Test
  void a_selector_may_have_its_braces() throws ConfigException {
    assertThat(detector("detectors: [{selector: '{job=\"node\",}'}]").source().selector())
        .isEqualTo("job=\"node\"");
  }

  @Test
  void flags_replace_the_url_and_the_storage() {
    Config config =
        ConfigFile.defaults()
            .withPrometheusUrl(URI.create("http://prometheus:9090"))
            .withStoragePath(Path.of("/var/lib/anomaly-exporter"));

    assertThat(config.prometheus().http().url()).isEqualTo(URI.create("http://prometheus:9090"));
    assertThat(config.storage())
        .isEqualTo(new StorageConfig(Path.of("/var/lib/anomaly-exporter"), 5));
  }

  @Test
  void a_file_that_cannot_be_read_is_refused_with_the_reason() throws IOException {
    Path missing = directory.resolve("missing.yml");
    Path binary = Files.write(directory.resolve("binary.yml"), new byte[] {(byte) 0xff, 0x41});

    assertThatThrownBy(() -> ConfigFile.load(missing))
        .isInstanceOf(ConfigException.class)
        .hasMessage(missing + ": expected a file that can be read, found none");
    assertThatThrownBy(() -> ConfigFile.load(binary))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            binary + ": expected a file that can be read, found a file that is not UTF-8 text");
    assertThatThrownBy(() -> ConfigFile.load(directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(directory + ": expected a file that can be read");
  }

  @Test
  void a_message_names_the_file_as_it_was_given() throws IOException {
    Path file = directory.resolve("anomaly-exporter.yml");
    Files.write(file, "storage: 1".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> ConfigFile.load(file))
        .hasMessage(file + ": storage (line 1): expected a mapping, found a number");
  }
}
