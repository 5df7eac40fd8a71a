package io.github.anomalyexporter.benchmarks.incidents;

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

/**
 * Measures the time from the onset of an incident to the request to Telegram, by stage, and counts
 * missed incidents: twenty incidents on forty hosts, at most four at once, in real time, with the
 * shipped rules and the shipped configuration of Alertmanager. Takes three quarters of an hour.
 */
public final class Incidents {
  private static final int HOSTS = 40;
  private static final int INCIDENTS = 20;
  private static final int AT_ONCE = 4;

  /** Longer than the windows of the rules, which must not reach back before the first scores. */
  private static final Duration SETTLED = Duration.ofMinutes(6);

  /** No multiple of the intervals of scrapes, runs, rules and groups. */
  private static final Duration BETWEEN_ONSETS = Duration.ofSeconds(47);

  /** Prometheus sends an alert before it stores its firing state. */
  private static final Duration STORED = Duration.ofSeconds(5);

  private static final PrometheusVersion PROMETHEUS = PrometheusVersion.THREE;
  private static final AlertmanagerVersion ALERTMANAGER = AlertmanagerVersion.CURRENT;

  private final Path directory = Tools.workspace(Incidents.class);
  private final Deque<String> calmHosts = new ArrayDeque<>(SimulatedFleet.names(HOSTS));
  private final List<MeasuredIncident> active = new ArrayList<>();
  private final List<MeasuredIncident> ended = new ArrayList<>();

  private Incidents() {}

  /** Returns the maximum duration of an incident; it ends earlier if its message arrives. */
  private static Duration patience(IncidentKind kind) {
    return switch (kind) {
      case VANISH -> Duration.ofMinutes(18);
      case MEMORY_LEAK -> Duration.ofMinutes(15);
      default -> Duration.ofMinutes(10);
    };
  }

  public static void main(String[] arguments) throws Exception {
    new Incidents().measure();
  }

  private void measure() throws Exception {
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
        Optional<Instant> notified = incident.notified(site.telegram().messages());
        Duration lasted = Duration.between(incident.onset(), now);
        if (notified.filter(now.minus(STORED)::isAfter).isPresent()
            || lasted.compareTo(patience(incident.kind())) > 0) {
          incident.measure(site.prometheus(), notified, now);
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
