package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.output.JsonDocument;
import io.github.anomalyexporter.server.app.CommandSession;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.recurrence.CalendarProposal;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.recurrence.DailyWindow;
import io.github.anomalyexporter.server.recurrence.ProposalsDocument;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code calendar}: proposes calendar entries for anomalies that recur. */
@Command(
    name = "calendar",
    description =
        "Proposes calendar entries for anomalies that recur at the same time of day on most days, such as a nightly backup, from the scores of the last 14 days in Prometheus. Changes nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class CalendarCommand implements Callable<Integer> {
  /** Instances named for one proposal; its pattern and the JSON have all. */
  private static final int MOST_NAMED = 10;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--detector", paramLabel = "NAME", description = "Only this detector.")
  private @Nullable String detector;

  @Option(names = "--json", description = "Prints JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    List<CalendarProposals> found = new ArrayList<>();
    try (CommandSession session = CommandSession.open(options.settings())) {
      for (DetectorConfig each : ConfigOptions.queried(session.config(), detector)) {
        found.add(session.proposals(each));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonDocument.indented(found.stream().map(ProposalsDocument::of).toList()));
    } else {
      found.forEach(each -> print(each, out));
    }
    out.flush();
    return found.stream().allMatch(CalendarProposals::isKnown)
        ? 0
        : AnomalyExporter.RUNTIME_FAILURE;
  }

  private static void print(CalendarProposals found, PrintWriter out) {
    out.printf("detector %s: %s%n", found.detector(), summary(found));
    if (!found.isKnown()) {
      return;
    }
    for (CalendarProposal proposal : found.proposals()) {
      print(proposal, out);
    }
    for (CalendarProposals.PermanentAnomaly each : found.permanent()) {
      out.printf(
          Locale.ROOT,
          "  %s is anomalous for %s a day, on %d of %d days: this is no recurring job, and no entry is proposed%n",
          each.instance(),
          PrometheusDuration.format(each.anomaly().window().length()),
          each.anomaly().daysSeen(),
          each.anomaly().daysKnown());
    }
    if (!found.proposals().isEmpty()) {
      out.printf(
          "  To apply an entry, add it to the calendar of this detector in the configuration file and reload:%n%n");
      out.printf("    calendar:%n");
      found.proposals().forEach(proposal -> out.print(proposal.entry().yaml(6)));
      out.println();
    }
  }

  private static String summary(CalendarProposals found) {
    String scored = PrometheusDuration.format(found.scored());
    if (found.scored().isZero()) {
      return "Prometheus has no series anomaly_is_anomalous{detector=\"%s\"} with the labels of the hosts; it has to scrape the exporter, with honor_labels: true"
          .formatted(found.detector());
    } else if (!found.isKnown()) {
      return "Prometheus has %s of scores; whether an anomaly recurs is known with %s"
          .formatted(scored, PrometheusDuration.format(CalendarProposals.LEAST_SCORED));
    } else if (found.proposals().isEmpty()) {
      return "no recurring anomaly without a calendar entry in %s of scores".formatted(scored);
    }
    return "calendar entries proposed from %s of scores: %s"
        .formatted(scored, found.proposals().size());
  }

  private static void print(CalendarProposal proposal, PrintWriter out) {
    DailyWindow window = proposal.entry().window();
    List<Labels> affected = proposal.affected();
    out.printf(
        Locale.ROOT,
        "  %s: %s from %s to %s (%s), seen on %s%d of %d days by %d instances: %s%s%n",
        proposal.entry().name(),
        window.isEveryDay() ? "every day" : window.dayNames(),
        window.start(),
        window.end(),
        proposal.entry().timeZone(),
        affected.size() > 1 ? "at least " : "",
        proposal.daysSeen(),
        proposal.daysKnown(),
        affected.size(),
        affected.stream().limit(MOST_NAMED).map(Labels::toString).collect(Collectors.joining(", ")),
        affected.size() > MOST_NAMED ? " and others" : "");
  }
}
