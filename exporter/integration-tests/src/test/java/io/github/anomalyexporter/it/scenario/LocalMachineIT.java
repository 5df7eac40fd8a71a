package io.github.anomalyexporter.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.NodeExporter;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.local.LocalMachine;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A machine has the same features without Prometheus: the same files below {@code /proc}, at the
 * begin and the end of a minute, once read by the exporter, once by node_exporter and evaluated by
 * Prometheus with the expressions of the preset.
 */
class LocalMachineIT {
  private static final Path FILES = Path.of("src/test/resources/local").toAbsolutePath();
  private static final String HOST = "instance=\"host-1:9100\", job=\"node\"";

  /** The filesystems are those of the machine of the test, where files are written all the time. */
  private static final Map<String, Double> TOLERANCES = Map.of("filesystem_used", 0.05);

  /** Other tests write between the two pages; ten times that would be far from the reading. */
  private static final String UNEVEN = "node_filesystem_.*";

  private static final double TOLERANCE = 1e-6;

  private static final List<String> COLLECTORS =
      List.of(
          "cpu",
          "diskstats",
          "filesystem",
          "loadavg",
          "meminfo",
          "netdev",
          "netstat",
          "pressure",
          "stat",
          "uname",
          "vmstat");

  /** Those whose labels are as simple as the notation of promtool. */
  private static final String METRICS =
      "node_(cpu_seconds|disk_(read|write|written|io|reads|writes)|filesystem_(avail|size)"
          + "|load1|memory|netstat|network|pressure|procs|context|uname_info|vmstat).*";

  /** The scrapes of a minute. */
  private static final int STEPS = 4;

  private final Path directory = Tools.workspace(LocalMachineIT.class);

  @Test
  void features_are_those_of_the_preset_by_node_exporter_and_prometheus() throws IOException {
    Map<String, Double> local = readings();
    Samples begin = page("begin");
    Samples end = page("end");

    assertThat(local.entrySet().stream().filter(it -> !Double.isFinite(it.getValue()))).isEmpty();
    for (PrometheusVersion version : PrometheusVersion.values()) {
      Path file = directory.resolve(version + ".yml");
      Files.writeString(file, test(begin, end, local));
      ChildProcess.run(
          directory.resolve(version + "-promtool"),
          Map.of(),
          List.of(version.promtool().toString(), "test", "rules", file.toString()));
    }
  }

  /** Both folders in one, as if a minute had passed in it. */
  private Map<String, Double> readings() throws IOException {
    Path proc = directory.resolve("proc");
    Files.createSymbolicLink(proc, FILES.resolve("begin"));
    long[] second = {1000};
    LocalMachine machine =
        LocalMachine.create(proc, () -> TimeUnit.SECONDS.toNanos(second[0]), Duration.ofMinutes(1));
    machine.read();
    Files.delete(proc);
    Files.createSymbolicLink(proc, FILES.resolve("end"));
    second[0] += 60;
    return machine.read();
  }

  private Samples page(String folder) throws IOException {
    String[] options =
        Stream.concat(
                Stream.of(
                    "--path.procfs=" + FILES.resolve(folder),
                    "--collector.disable-defaults",
                    "--no-collector.netdev.netlink"),
                COLLECTORS.stream().map(collector -> "--collector." + collector))
            .toArray(String[]::new);
    try (NodeExporter exporter = NodeExporter.start(directory, options)) {
      return Samples.parse(Http.get(exporter.url().resolve("/metrics")).body());
    }
  }

  /** The values change evenly from the begin on, so that every minute is that of the folders. */
  private static String test(Samples begin, Samples end, Map<String, Double> local) {
    StringBuilder yaml = new StringBuilder("tests:\n  - interval: 15s\n    input_series:\n");
    for (Sample sample : begin.all()) {
      if (sample.name().matches(METRICS)) {
        double minute =
            sample.name().matches(UNEVEN)
                ? 0
                : end.find(sample.name(), sample.labels()).orElseThrow() - sample.value();
        yaml.append(
            "      - {series: '%s', values: '%s+%sx40'}%n"
                .formatted(series(sample), decimal(sample.value()), decimal(minute / STEPS)));
      }
    }
    yaml.append("    promql_expr_test:\n");
    local.forEach(
        (feature, value) ->
            yaml.append(
                """
                      # %s
                      - expr: 'abs((%s) - %s) <= bool %s'
                        eval_time: 10m
                        exp_samples:
                          - {labels: '{%s}', value: 1}
                """
                    .formatted(
                        feature,
                        expression(feature),
                        decimal(value),
                        decimal(TOLERANCES.getOrDefault(feature, TOLERANCE * Math.max(1, value))),
                        HOST)));
    return yaml.toString();
  }

  private static String series(Sample sample) {
    String labels =
        sample.labels().entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\", ")
            .sorted()
            .collect(Collectors.joining());
    return sample.name() + "{" + labels + HOST + "}";
  }

  private static String decimal(double value) {
    return new BigDecimal(value).toPlainString();
  }

  private static String expression(String feature) {
    DetectorConfig detector = ConfigFile.defaults().detectors().get(0);
    return DetectorQueries.of(detector, Duration.ofMinutes(1))
        .features()
        .get(detector.features().queriedNames().indexOf(feature));
  }
}
