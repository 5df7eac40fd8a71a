package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.app.CommandSession;
import io.github.anomalyexporter.server.app.OnlineCheck;
import io.github.anomalyexporter.server.app.OnlineCheck.FeatureFinding;
import io.github.anomalyexporter.server.app.OnlineCheck.Finding;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code check-config}: validates the configuration and, online, reports its effects. */
@Command(
    name = "check-config",
    description =
        "Checks the configuration; with --online also against Prometheus and Alertmanager.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--online",
      description =
          "Queries Prometheus and reports the instances of each feature, instances left out and why, the cost, and the time to the first score. Queries Alertmanager, if configured, for its silences.")
  private boolean online;

  @Option(
      names = "--web.config.file",
      paramLabel = "FILE",
      description = "Also checks this file and the certificates that it names.")
  private @Nullable Path webConfig;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    int exitCode = 0;
    try (CommandSession session = CommandSession.open(options.settings())) {
      out.printf("configuration is valid, detectors: %s%n", session.detectors());
      if (webConfig != null) {
        report(webConfig, CommandSession.webConfig(webConfig), out);
      }
      for (DetectorConfig detector : session.config().detectors()) {
        for (CalendarEntry entry : session.config().calendar(detector)) {
          report(detector, entry, session.clock().instant(), out);
        }
      }
      if (online) {
        exitCode = checkOnline(session, out);
      }
    }
    out.flush();
    return exitCode;
  }

  private static boolean isQueried(DetectorConfig detector) {
    return detector.source().kind() == SourceKind.PROMETHEUS;
  }

  private static int checkOnline(CommandSession session, PrintWriter out)
      throws InterruptedException {
    if (session.config().detectors().stream().anyMatch(CheckConfigCommand::isQueried)) {
      out.printf(
          "Prometheus %s: version %s%n",
          withoutCredentials(session.config().prometheus().http()),
          session.client().buildInfo().version());
    }
    boolean silencesKnown = checkAlertmanager(session, out);
    boolean rejected = false;
    OnlineCheck check = new OnlineCheck(session.client(), session.clock());
    for (DetectorConfig detector : session.config().detectors()) {
      if (!isQueried(detector)) {
        out.printf("%ndetector %s: does not query Prometheus%n", detector.name());
        continue;
      }
      Finding finding = check.check(detector);
      report(finding, out);
      rejected |= !finding.rejected().isEmpty();
    }
    return rejected ? AnomalyExporter.USAGE : silencesKnown ? 0 : AnomalyExporter.RUNTIME_FAILURE;
  }

  /**
   * Returns false if Alertmanager is configured and does not answer; serve continues without it.
   */
  private static boolean checkAlertmanager(CommandSession session, PrintWriter out)
      throws InterruptedException {
    AlertmanagerConfig config = session.config().alertmanager();
    Alertmanager alertmanager = session.alertmanager();
    if (config == null || alertmanager == null) {
      return true;
    }
    try {
      long inForce = alertmanager.askForSilencesInForce();
      out.printf(
          Locale.ROOT,
          "Alertmanager %s: silences in force: %d%n",
          withoutCredentials(config.http()),
          inForce);
      return true;
    } catch (RequestException e) {
      out.printf("Alertmanager does not return its silences: %s%n", e.getMessage());
      return false;
    }
  }

  private static URI withoutCredentials(HttpClientConfig config) {
    return HttpClientConfig.withoutCredentials(config.url());
  }

  private static void report(Path webConfig, SecuritySettings settings, PrintWriter out) {
    out.printf(
        "%s is valid: %s, %s%n",
        webConfig,
        settings.tls() == null
            ? "no TLS"
            : settings.verifiesClients() ? "TLS with client certificates" : "TLS",
        settings.requiresLogin() ? "a login is required" : "no login is required");
  }

  /** Prints the next occurrence of a calendar entry, which shows whether the time zone is right. */
  private static void report(
      DetectorConfig detector, CalendarEntry entry, Instant now, PrintWriter out) {
    entry
        .window()
        .next(now)
        .ifPresent(
            window ->
                out.printf(
                    "detector %s, calendar %s: next from %s to %s%n",
                    detector.name(), entry.name(), window.start(), window.end()));
  }

  private static void report(Finding finding, PrintWriter out) {
    DetectorConfig detector = finding.detector();
    out.printf("%ndetector %s%n", detector.name());
    out.printf(
        "  scrape interval: %s%n",
        finding
            .scrapeInterval()
            .value()
            .map(
                it ->
                    PrometheusDuration.format(it)
                        + (detector.source().scrapeInterval().isPresent()
                            ? " (configured)"
                            : " (measured)"))
            .orElseGet(() -> notMeasured(finding)));
    out.printf(Locale.ROOT, "  instances: %d%n", finding.instances());
    if (finding.instances() == 0) {
      out.printf(
          "    no instances match the selector \"%s\"; check the selector and that node_exporter is scraped%n",
          detector.source().selector());
    }
    AmbiguousInstances ambiguous = finding.ambiguous();
    if (!ambiguous.isEmpty()) {
      out.printf(
          "    AMBIGUOUS: %s, such as %s: %s%n",
          ambiguous.instances().size(), ambiguous.instances().get(0), ambiguous.advice());
    }
    out.printf("  features and number of instances that have them:%n");
    finding.features().forEach(feature -> report(feature, out));
    out.printf(Locale.ROOT, "  left out now: %d%n", finding.leftOut().size());
    finding.leftOut().forEach((instance, reason) -> out.printf("    %s: %s%n", instance, reason));
    cost(finding, out);
    out.printf("  first score: %s%n", firstScore(finding));
  }

  private static String notMeasured(Finding finding) {
    return finding.scrapeInterval().measurable()
        ? "cannot be measured yet: needs targets that have been up for 5 minutes or for two scrape intervals"
        : "cannot be measured: Prometheus has no up{%s} series for the instances; set scrape_interval"
            .formatted(finding.detector().source().selector());
  }

  private static void report(FeatureFinding feature, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "    %-26s %6d%s%n",
        feature.feature().name(),
        feature.instances(),
        feature.rejection() != null
            ? "  REJECTED: " + feature.rejection()
            : feature.instances() == 0
                ? feature.feature().optional() ? "  (optional)" : "  missing everywhere: masked"
                : feature.recorded() ? "  (recorded)" : "");
  }

  private static void cost(Finding finding, PrintWriter out) {
    Duration interval = finding.detector().timing().scoringInterval();
    out.printf(
        Locale.ROOT,
        "  cost: %d instant queries every %s, which took %.2f s now; %.1f million samples in range"
            + " queries every %s%n",
        finding.queriesPerRun(),
        PrometheusDuration.format(interval),
        finding.queryTime().toMillis() / 1000.0,
        finding.trainingSamples() / 1e6,
        PrometheusDuration.format(finding.detector().history().trainingInterval()));
    out.printf("  samples read a scoring run: %s%n", samples(finding));
  }

  private static String samples(Finding finding) {
    OptionalLong byExpressions = finding.readSamples().byExpressions();
    OptionalLong withRecorded = finding.readSamples().withRecorded();
    if (byExpressions.isEmpty()) {
      return "not reported by this server";
    }
    return withRecorded.isPresent()
        ? "%s with the recorded series, %s without"
            .formatted(withRecorded.getAsLong(), byExpressions.getAsLong())
        : "%s without recorded series; anomaly-exporter rules prints recording rules"
            .formatted(byExpressions.getAsLong());
  }

  private static String firstScore(Finding finding) {
    return finding
        .untilFirstTraining()
        .map(
            rest ->
                rest.isZero()
                    ? "after the first training, which starts immediately (immediately with a stored model)"
                    : "in about "
                        + PrometheusDuration.format(Duration.ofMinutes(rest.toMinutes() + 1))
                        + ", when an instance has "
                        + PrometheusDuration.format(finding.detector().history().minHistory())
                        + " of history")
        .orElse("never: no instances");
  }
}
