package io.github.anomalyexporter.benchmarks.quiet;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prometheus' own evaluation of rules in simulated time: {@code promtool test rules}. The test asks
 * at each evaluation for the alerts that have just begun to fire and expects none, so that promtool
 * reports all of them.
 */
final class RuleEngine {
  private static final String BEGUN =
      "ALERTS{alertstate=\"firing\"} unless ALERTS{alertstate=\"firing\"} offset 15s";

  private static final Pattern TIME = Pattern.compile("\", time: (\\S+),$");
  private static final Pattern ALERT = Pattern.compile("\\{__name__=\"ALERTS\", ([^}]*)\\}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final Path promtool;
  private final List<Path> rules;
  private final Path directory;

  /**
   * @param directory folder for the test and the output of promtool
   */
  RuleEngine(Path promtool, List<Path> rules, Path directory) {
    this.promtool = promtool;
    this.rules = List.copyOf(rules);
    this.directory = directory;
  }

  /**
   * An alert that begins to fire.
   *
   * @param after time since the first evaluation
   */
  record Firing(Map<String, String> labels, Duration after) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  /** Returns all alerts that begin to fire, in the order of time. */
  List<Firing> firings(RecordedScrapes scrapes) {
    try {
      Files.createDirectories(directory);
      Path test = directory.resolve("test.yml");
      try (Writer out = Files.newBufferedWriter(test)) {
        write(scrapes, out);
      }
      return parse(run(test));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(RecordedScrapes scrapes, Writer out) throws IOException {
    long interval = SimulatedService.INTERVAL.toSeconds();
    out.write("rule_files:\n");
    for (Path file : rules) {
      out.write("  - '" + file.toAbsolutePath().normalize() + "'\n");
    }
    out.write("evaluation_interval: " + interval + "s\ntests:\n");
    out.write("  - interval: " + interval + "s\n    input_series:\n");
    for (Map.Entry<String, String> series : scrapes.values().entrySet()) {
      out.write("      - series: '" + series.getKey().replace("'", "''") + "'\n");
      out.write("        values: '" + series.getValue() + "'\n");
    }
    out.write("    promql_expr_test:\n");
    for (int tick = 0; tick < scrapes.ticks(); tick++) {
      out.write("      - {eval_time: " + tick * interval + "s, expr: '" + BEGUN + "'}\n");
    }
  }

  private List<String> run(Path test) throws IOException {
    Path log = directory.resolve("promtool.log");
    Process process =
        new ProcessBuilder(promtool.toString(), "test", "rules", test.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Files.readAllLines(log, StandardCharsets.UTF_8);
  }

  private static List<Firing> parse(List<String> report) {
    List<Firing> firings = new ArrayList<>();
    Duration after = Duration.ZERO;
    for (String line : report) {
      if (line.contains("error:")) {
        throw new IllegalStateException("promtool: " + line.strip());
      }
      Matcher time = TIME.matcher(line);
      if (time.find()) {
        after = PrometheusDuration.parse(time.group(1)).orElseThrow();
      }
      Matcher alert = ALERT.matcher(line);
      while (alert.find()) {
        firings.add(new Firing(labels(alert.group(1)), after));
      }
    }
    return firings;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new HashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }
}
