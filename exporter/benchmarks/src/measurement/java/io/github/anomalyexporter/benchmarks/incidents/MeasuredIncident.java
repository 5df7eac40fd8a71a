package io.github.anomalyexporter.benchmarks.incidents;

import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An incident, and the time of its detection by each stage on the way to the phone. */
final class MeasuredIncident {
  private final Incident incident;
  private Optional<Instant> scored = Optional.empty();
  private Optional<Instant> firing = Optional.empty();
  private Optional<Instant> notified = Optional.empty();
  private String alert = "";

  MeasuredIncident(Incident incident) {
    this.incident = incident;
  }

  String host() {
    return incident.host();
  }

  IncidentKind kind() {
    return incident.kind();
  }

  Instant onset() {
    return incident.start();
  }

  /** Returns the time of the first message that names the host. */
  Optional<Instant> notified(List<TelegramMessage> messages) {
    return messages.stream()
        .filter(
            message -> message.received().isAfter(onset()) && AlertingSite.names(message, host()))
        .map(TelegramMessage::received)
        .findFirst();
  }

  /**
   * Queries Prometheus for the times of the score and of the alert, to the second.
   *
   * @param notifiedAt time of the message, if there is one
   */
  void measure(RealPrometheus prometheus, Optional<Instant> notifiedAt, Instant now)
      throws IOException {
    long seconds = Duration.between(onset(), now).toSeconds();
    String instance = "instance=\"" + host() + ":9100\"";
    String seen =
        kind() == IncidentKind.VANISH
            ? "anomaly_instance_state{state=\"vanished\", %s} == 1".formatted(instance)
            : "anomaly_score{%s} > 1".formatted(instance);
    String fires =
        "ALERTS{alertstate=\"firing\", alertname=~\"Instance.+\", %s}".formatted(instance);
    notified = notifiedAt;
    scored = first(prometheus, "group(%s)".formatted(seen), seconds);
    firing = first(prometheus, "group(%s)".formatted(fires), seconds);
    alert =
        prometheus.query("last_over_time(%s[10m])".formatted(fires)).stream()
            .map(sample -> sample.label("alertname"))
            .sorted()
            .reduce((one, other) -> one + ", " + other)
            .orElse("");
  }

  /** Returns the first second at which an expression has a value. */
  private static Optional<Instant> first(RealPrometheus prometheus, String expression, long seconds)
      throws IOException {
    return prometheus
        .query("min_over_time((time() * %s)[%ss:1s])".formatted(expression, seconds))
        .stream()
        .findFirst()
        .map(sample -> Instant.ofEpochSecond((long) sample.value()));
  }

  boolean wasNotified() {
    return notified.isPresent();
  }

  /** Returns the time from the onset to the score, also if no alert followed. */
  Optional<Duration> untilScored() {
    return scored.map(time -> Duration.between(onset(), time));
  }

  Optional<Duration> untilFiring() {
    return scored.flatMap(from -> firing.map(time -> Duration.between(from, time)));
  }

  Optional<Duration> untilNotified() {
    return firing.flatMap(from -> notified.map(time -> Duration.between(from, time)));
  }

  Optional<Duration> inAll() {
    return notified.map(time -> Duration.between(onset(), time));
  }

  /** Returns a row of the table. */
  String row() {
    return "| %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            kind().kebabName(),
            host(),
            seconds(untilScored()),
            seconds(untilFiring()),
            seconds(untilNotified()),
            wasNotified() ? seconds(inAll()) : "missed",
            alert);
  }

  private static String seconds(Optional<Duration> duration) {
    return duration
        .map(it -> String.format(Locale.ROOT, "%d", Math.round(it.toMillis() / 1000.0)))
        .orElse("-");
  }
}
