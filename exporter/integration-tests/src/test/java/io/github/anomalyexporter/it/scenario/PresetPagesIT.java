package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the preset makes of pages of node_exporter, by Prometheus' own evaluation. The hosts have
 * interfaces, disks and filesystems that show the same bytes several times.
 */
class PresetPagesIT {
  private static final String HOST = "instance=\"host-1:9100\", job=\"node\"";
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)\\{(.*)} ([0-9.]+)");
  private static final Path PAGES = Path.of("src/test/resources/pages");

  private final Path directory = Tools.workspace(PresetPagesIT.class);

  /** Bytes a minute in, out, read and written; the fullest filesystem in percent. */
  @ParameterizedTest
  @CsvSource({
    "proxmox, 6600000, 1200000, 600000, 1200000, 40",
    "libvirt, 3300000, 2400000, 600000, 1200000, 40",
    "docker, 1800000, 900000, 600000, 1200000, 40",
    "eks, 2400000, 1800000, 600000, 1200000, 40",
    "azure, 4200000, 3000000, 600000, 1200000, 40",
    "calico, 2400000, 1200000, 600000, 1200000, 40",
    "bonded, 6000000, 3000000, 600000, 2400000, 40",
    "plain, 6000000, 3000000, 600000, 1200000, 40"
  })
  void each_byte_is_counted_once(
      String page, long received, long transmitted, long read, long written, long used)
      throws IOException {
    Map<String, Long> expected =
        Map.of(
            "60 * network_received", received,
            "60 * network_transmitted", transmitted,
            "60 * disk_read", read,
            "60 * disk_written", written,
            "100 * filesystem_used", used,
            "100 * disk_busy", 10L,
            "100 * cpu_used", 25L);
    for (PrometheusVersion version : PrometheusVersion.values()) {
      Path file = directory.resolve(page + "-" + version + ".yml");
      Files.writeString(file, test(page, expected));
      evaluate(version, file);
    }
  }

  private void evaluate(PrometheusVersion version, Path test) {
    Path log = directory.resolve(version + "-promtool");
    List<String> words = List.of(version.promtool().toString(), "test", "rules", test.toString());
    ChildProcess.run(log, Map.of(), words);
  }

  /** The page scraped every 15 seconds: its counters grow by their values each minute. */
  private static String test(String page, Map<String, Long> expected) throws IOException {
    StringBuilder yaml = new StringBuilder("tests:\n  - interval: 15s\n    input_series:\n");
    try (Stream<String> lines = Files.lines(PAGES.resolve(page + ".prom"))) {
      lines
          .map(SAMPLE::matcher)
          .filter(Matcher::matches)
          .forEach(sample -> yaml.append(series(sample)));
    }
    yaml.append("    promql_expr_test:\n");
    expected.forEach(
        (value, rounded) ->
            yaml.append(
                """
                      - expr: 'round(%s)'
                        eval_time: 10m
                        exp_samples:
                          - {labels: '{%s}', value: %s}
                """
                    .formatted(expression(value), HOST, rounded)));
    return yaml.toString();
  }

  private static String series(Matcher sample) {
    double value = Double.parseDouble(sample.group(3));
    double rise = sample.group(1).endsWith("_total") ? value / 4 : 0;
    return "      - {series: '%s{%s, %s}', values: '%s+%sx60'}%n"
        .formatted(sample.group(1), sample.group(2), HOST, value, rise);
  }

  /** A factor, and the feature by its name. */
  private static String expression(String value) {
    DetectorConfig detector = ConfigFile.defaults().detectors().get(0);
    FeatureSet features = detector.features();
    String name = value.substring(value.lastIndexOf(' ') + 1);
    String expression =
        DetectorQueries.of(detector, Duration.ofMinutes(1))
            .features()
            .get(features.queriedNames().indexOf(name));
    return value.replace(name, "(" + expression + ")");
  }
}
