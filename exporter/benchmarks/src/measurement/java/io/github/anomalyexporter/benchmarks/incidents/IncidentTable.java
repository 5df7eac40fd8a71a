package io.github.anomalyexporter.benchmarks.incidents;

import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The measured incidents as text. */
final class IncidentTable {
  private IncidentTable() {}

  /**
   * Returns the table, a summary, and the messages without an incident.
   *
   * @param calmHosts hosts without an incident
   */
  static String of(
      List<MeasuredIncident> incidents,
      Collection<String> calmHosts,
      List<TelegramMessage> messages) {
    StringBuilder text =
        new StringBuilder(
            """
            Seconds. Score: from the onset until Prometheus has a score above 1 (for vanish: the state).
            Rule: from there until an alert fires. Alertmanager: from there to the request to Telegram.

            | kind | host | score | rule | Alertmanager | in all | alerts |
            |---|---|---|---|---|---|---|
            """);
    incidents.forEach(incident -> text.append(incident.row()).append('\n'));
    text.append('\n');
    summary(text, "score", incidents, MeasuredIncident::untilScored);
    summary(text, "rule", incidents, MeasuredIncident::untilFiring);
    summary(text, "Alertmanager", incidents, MeasuredIncident::untilNotified);
    summary(text, "in all", incidents, MeasuredIncident::inAll);
    text.append(
        "notified: %s of %s; messages: %s; calm hosts named in one: %s%n"
            .formatted(
                incidents.stream().filter(MeasuredIncident::wasNotified).count(),
                incidents.size(),
                messages.size(),
                calmHosts.stream()
                    .filter(
                        host ->
                            messages.stream()
                                .anyMatch(message -> AlertingSite.names(message, host)))
                    .toList()));
    return text.toString();
  }

  private static void summary(
      StringBuilder text,
      String stage,
      List<MeasuredIncident> incidents,
      Function<MeasuredIncident, Optional<Duration>> duration) {
    List<Duration> sorted =
        incidents.stream().map(duration).flatMap(Optional::stream).sorted().toList();
    if (!sorted.isEmpty()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: least %d s, median %d s, most %d s%n",
              stage,
              sorted.get(0).toSeconds(),
              sorted.get(sorted.size() / 2).toSeconds(),
              sorted.get(sorted.size() - 1).toSeconds()));
    }
  }
}
