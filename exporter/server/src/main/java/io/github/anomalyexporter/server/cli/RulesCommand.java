package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.app.CommandSession;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.discovery.RecordingRules;
import io.github.anomalyexporter.server.discovery.ScrapeInterval;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code rules}: prints recording rules for the features of the detectors. */
@Command(
    name = "rules",
    description =
        "Prints recording rules for Prometheus, one for each feature of each detector. Where Prometheus evaluates them, a scoring run reads the recorded series instead of the series of the hosts.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class RulesCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description =
          "Preset of the rules without a configuration file: node-exporter, which is the default.")
  private @Nullable String preset;

  @Option(
      names = "--online",
      description =
          "Measures the scrape interval of each detector that does not configure it; otherwise 15s is assumed.")
  private boolean online;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    requirePreset();
    RecordingRules rules = new RecordingRules();
    try (CommandSession session = CommandSession.open(options.settings())) {
      for (DetectorConfig detector : ConfigOptions.queried(session.config(), null)) {
        add(detector, session, rules);
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(rules.yaml());
    out.flush();
    return 0;
  }

  private void requirePreset() {
    if (preset == null) {
      return;
    }
    if (options.hasFile()) {
      throw new UsageException(
          "--preset: expected no --config.file, found both; set preset of each detector in the file");
    }
    if (!preset.equals(DetectorConfig.DEFAULT_PRESET)) {
      throw new UsageException(
          "--preset: expected %s, found %s; other presets are defined in a configuration file"
              .formatted(DetectorConfig.DEFAULT_PRESET, preset));
    }
  }

  private void add(DetectorConfig detector, CommandSession session, RecordingRules rules)
      throws InterruptedException {
    CurrentQueries current = new CurrentQueries(detector);
    if (detector.source().scrapeInterval().isPresent()) {
      rules.add(detector, current.get(), "of the configured scrape interval");
    } else if (online) {
      DetectorQueries measured = current.at(measured(detector, session));
      rules.add(detector, measured, "of the measured scrape interval");
    } else {
      rules.add(
          detector,
          current.get(),
          "of an assumed scrape interval of 15s; if it differs, set scrape_interval or use --online");
    }
  }

  private static ScrapeInterval measured(DetectorConfig detector, CommandSession session)
      throws InterruptedException {
    ScrapeInterval interval =
        new Discovery(session.client(), detector)
            .scrapeInterval(session.clock().instant().minus(detector.timing().queryOffset()));
    if (interval.value().isEmpty()) {
      throw new UsageException(
          "detector %s: expected a scrape interval that can be measured, found none; set scrape_interval"
              .formatted(detector.name()));
    }
    return interval;
  }
}
