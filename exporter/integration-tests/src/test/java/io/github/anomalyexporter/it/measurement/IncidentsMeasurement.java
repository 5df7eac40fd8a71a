package io.github.anomalyexporter.it.measurement;

import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How long it takes from the onset of an incident to the request to Telegram, by stage, and what is
 * missed: twenty incidents on forty hosts, at most four at once, in real time, by the shipped rules
 * and the shipped configuration of Alertmanager. No test, for what it finds is a number and not
 * right or wrong: {@code make measure-incidents} runs it, in three quarters of an hour.
 */
class IncidentsMeasurement {
  private static final int HOSTS = 40;
  private static final int INCIDENTS = 20;
  private static final int AT_ONCE = 4;

  /** Longer than any window of the rules looks back at the time before the first scores. */
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /** Not at the same moment of the intervals of scrapes, runs, rules and groups. */
  private static final Duration BETWEEN_ONSETS = Duration.ofSeconds(47);

  /** Prometheus sends an alert before it has stored that it fires. */
  private static final Duration STORED = Duration.ofSeconds(5);

  private static final PrometheusVersion PROMETHEUS = PrometheusVersion.THREE;
  private static final AlertmanagerVersion ALERTMANAGER = AlertmanagerVersion.CURRENT;

  private final Path directory = Tools.workspace(IncidentsMeasurement.class);
  private final Deque<String> calmHosts = new ArrayDeque<>(SimulatedFleet.names(HOSTS));
  private final List<MeasuredIncident> active = new ArrayList<>();
  private final List<MeasuredIncident> ended = new ArrayList<>();

  /** An incident goes on for so long, or until it has been told of. */
  private static Duration patience(IncidentKind kind) {
    return switch (kind) {
      case VANISH -> Duration.ofMinutes(18);
      case MEMORY_LEAK -> Duration.ofMinutes(15);
      default -> Duration.ofMinutes(10);
    };
  }

  @Test
  void measure() throws Exception {
    try (AlertingSite site =
        AlertingSite.start(
            directory, PROMETHEUS, ALERTMANAGER, HOSTS, AlertingSite.Pace.AS_SHIPPED, "")) {
      Thread.sleep(SETTLED.toMillis());
      run(site);
      report(site.telegram().messages());
    }
  }

  private void run(AlertingSite site) throws Exception {
    IncidentKind[] kinds = IncidentKind.values();
    Instant nextOnset = Instant.now();
    int begun = 0;
    while (begun < INCIDENTS || !active.isEmpty()) {
      Instant now = Instant.now();
      if (begun < INCIDENTS && active.size() < AT_ONCE && !now.isBefore(nextOnset)) {
        IncidentKind kind = kinds[begun++ % kinds.length];
        active.add(new MeasuredIncident(site.fleet().begin(kind, calmHosts.removeFirst(), null)));
        nextOnset = now.plus(BETWEEN_ONSETS);
      }
      for (MeasuredIncident incident : List.copyOf(active)) {
        Optional<Instant> told = incident.told(site.telegram().messages());
        Duration lasted = Duration.between(incident.onset(), now);
        if (told.filter(now.minus(STORED)::isAfter).isPresent()
            || lasted.compareTo(patience(incident.kind())) > 0) {
          incident.measure(site.prometheus(), told, now);
          System.out.println(incident.row());
          site.fleet().end(incident.host());
          active.remove(incident);
          ended.add(incident);
        }
      }
      Thread.sleep(500);
    }
  }

  private void report(List<TelegramMessage> messages) throws IOException {
    String text = IncidentTable.of(ended, calmHosts, messages);
    System.out.println(text);
    Files.writeString(directory.resolve("incidents.md"), text);
  }
}
