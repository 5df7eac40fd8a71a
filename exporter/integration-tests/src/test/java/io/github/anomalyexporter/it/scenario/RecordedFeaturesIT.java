package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.discovery.NewestQueries;
import io.github.anomalyexporter.server.discovery.RecordedFeature;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.ingest.WindowIngest;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules that the command prints, evaluated by a real Prometheus, and what is read of them. */
class RecordedFeaturesIT {
  private static final Duration SCRAPES = Duration.ofSeconds(15);
  private static final Instant START = History.BOOT.plus(Duration.ofMinutes(10));
  private static final Instant END = START.plus(Duration.ofMinutes(40));
  private static final Instant RULES_END = END.minus(Duration.ofMinutes(10));

  /** Two minutes after the first look, on no time at which the rules are evaluated. */
  private static final Instant TIME = RULES_END.minus(Duration.ofMinutes(5)).plusMillis(500);

  private static final String CONFIG =
      """
      detectors:
        - name: node
          selector: job="node"
          scrape_interval: 15s
      """;

  private final Path directory = Tools.workspace(RecordedFeaturesIT.class);

  /** Prints the rules of a configuration into a file. */
  private Path rules(String name, String config) {
    Path file = Tools.write(directory.resolve(name + ".yml"), config);
    Exporter.Outcome printed =
        Exporter.run(directory.resolve(name), "rules", "--config.file=" + file);
    assertThat(printed.exitCode()).as("%s", printed).isZero();
    return Tools.write(directory.resolve(name + ".rules.yml"), printed.out());
  }

  /**
   * Times are in the past and nothing is scraped, so that the test does not depend on the load of
   * the machine: promtool evaluates the rules as the server does.
   */
  @ParameterizedTest
  @EnumSource
  void a_row_of_recorded_series_is_that_of_the_expressions_at_the_evaluation(
      PrometheusVersion version) throws IOException, ConfigException, InterruptedException {
    Path home = directory.resolve("past-" + version);
    Path data = home.resolve("data");
    History.add(History.fleet(List.of("web-1", "db-1")), START, END, SCRAPES, Map.of(), data);
    Path rules = rules("past-rules-" + version, CONFIG);
    try (RealPrometheus prometheus = start(version, home)) {
      evaluate(version, prometheus, rules, data);
    }
    DetectorConfig detector = ConfigFile.parse("test.yml", CONFIG).detectors().get(0);
    DetectorQueries queries = DetectorQueries.of(detector, Duration.ofMinutes(1));
    try (RealPrometheus prometheus = start(version, home);
        PrometheusClient client = client(prometheus)) {
      NewestQueries newest = new NewestQueries(client, detector);
      newest.choose(queries, TIME.minus(Duration.ofMinutes(2)));

      DetectorQueries chosen = newest.choose(queries, TIME);

      List<RecordedFeature> features = RecordedFeature.of(detector, queries);
      Instant evaluated = evaluation(client, features.get(0));
      assertThat(Duration.between(evaluated, TIME)).isBetween(Duration.ofMillis(1), SCRAPES);
      assertSame(
          row(client, detector, queries, chosen, TIME),
          row(client, detector, queries, queries, evaluated));
      assertThat(chosen.features())
          .contains(features.get(0).query())
          .filteredOn(it -> it.contains(RecordedFeature.LABEL))
          .as("all features that the hosts have")
          .hasSize(present(row(client, detector, queries, queries, TIME)));
      assertThat(newest.choose(queries, RULES_END.plus(Duration.ofMinutes(2))))
          .as("after the last evaluation")
          .isEqualTo(queries);
    }
  }

  private static RealPrometheus start(PrometheusVersion version, Path home) {
    return RealPrometheus.start(version, home, new ScrapeConfig().toString());
  }

  private static PrometheusClient client(RealPrometheus prometheus) {
    return new PrometheusClient(
        PrometheusConfig.defaults(prometheus.url()),
        RequestObserver.NONE,
        new Random(1),
        pause -> {});
  }

  private void evaluate(
      PrometheusVersion version, RealPrometheus prometheus, Path rules, Path data) {
    ChildProcess.run(
        directory.resolve("promtool-" + version),
        Map.of(),
        List.of(
            version.promtool().toString(),
            "tsdb",
            "create-blocks-from",
            "rules",
            "--url=" + prometheus.url(),
            "--start=" + START.plus(Duration.ofMinutes(5)).getEpochSecond(),
            "--end=" + RULES_END.getEpochSecond(),
            "--output-dir=" + data,
            rules.toString()));
  }

  private static Instant evaluation(PrometheusClient client, RecordedFeature feature)
      throws InterruptedException {
    List<Instant> times = new ArrayList<>();
    client.query(
        "max(timestamp(" + feature.selector() + "))",
        TIME,
        series -> times.add(Instant.ofEpochMilli(Math.round(1000 * series.value(0)))));
    return times.get(0);
  }

  private static Frame row(
      PrometheusClient client,
      DetectorConfig detector,
      DetectorQueries queries,
      DetectorQueries newest,
      Instant time)
      throws InterruptedException {
    List<String> identity = detector.source().identityLabels();
    List<Labels> instances = new Discovery(client, detector).instances(queries, time);
    assertThat(instances).hasSize(2);
    WindowIngest windows = new WindowIngest(client, detector.features(), identity, 0);
    return Frame.of(
        windows.window(queries, newest, instances, time), detector.features().queriedNames());
  }

  private static void assertSame(Frame frame, Frame expected) {
    assertThat(frame.instances()).isEqualTo(expected.instances());
    for (int i = 0; i < frame.instances().size(); i++) {
      assertThat(frame.cells(i)).containsExactly(expected.cells(i));
    }
  }

  /** Counts the features of the first host, which all hosts have. */
  private static int present(Frame row) {
    int present = 0;
    for (float cell : row.cells(0)) {
      present += Float.isNaN(cell) ? 0 : 1;
    }
    return present;
  }

  @Test
  void a_running_exporter_reads_recorded_series_once_they_exist() throws IOException {
    Path home = directory.resolve("now");
    try (Site site = Site.in(home, PrometheusVersion.TWO).start()) {
      ExporterConfig config = site.exporterConfig();
      Path rules = rules("now-rules", config.toString());
      site.prometheus()
          .reload(
              site.scrapeConfig(it -> it)
                  + "rule_files: ['%s']%n".formatted(rules.toAbsolutePath()));
      try (ExporterProcess exporter = site.startScoringExporter(config)) {
        await("recorded series are read")
            .whileAlive(exporter.process())
            .until(
                () ->
                    exporter.log().stream()
                        .anyMatch(line -> line.contains("features are read from recorded series")));
        exporter.awaitNextScoring();
        exporter.awaitScores(History.HOSTS);
        assertThat(exporter.log()).noneMatch(line -> line.contains("level=WARN"));
        assertThatTheCheckStatesFewerSamples(config);
      }
    }
  }

  private void assertThatTheCheckStatesFewerSamples(ExporterConfig config) {
    Path file = Tools.write(directory.resolve("check.yml"), config.toString());
    Exporter.Outcome checked =
        Exporter.run(
            directory.resolve("check"), "check-config", "--online", "--config.file=" + file);
    assertThat(checked.exitCode()).as("%s", checked).isZero();
    assertThat(checked.out()).containsPattern("cpu_used +5  \\(recorded\\)");
    Matcher samples =
        Pattern.compile("samples read a scoring run: (\\d+) with .*, (\\d+) without")
            .matcher(checked.out());
    assertThat(samples.find()).as(checked.out()).isTrue();
    System.out.println(samples.group());
    assertThat(Long.parseLong(samples.group(1))).isLessThan(Long.parseLong(samples.group(2)) / 2);
  }
}
