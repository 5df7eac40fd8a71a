package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.alertmanager.NewSilence;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.web.page.Page;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers requests that create or expire silences in Alertmanager. */
final class SilenceChanges {
  private final VisibleExporter exporter;

  SilenceChanges(VisibleExporter exporter) {
    this.exporter = exporter;
  }

  /** {@code POST /api/v1/silences}. */
  private record Created(
      String id,
      Map<String, String> labels,
      @Nullable String detector,
      Instant startsAt,
      Instant endsAt,
      String createdBy,
      String comment) {
    static Created of(String id, NewSilence silence) {
      return new Created(
          id,
          silence.labels().asMap(),
          silence.detector(),
          silence.startsAt(),
          silence.endsAt(),
          silence.createdBy(),
          silence.comment());
    }
  }

  /** {@code DELETE /api/v1/silences/...}. */
  private record Expired(String expired) {}

  /** A request to Alertmanager. */
  private interface Call<T> {
    T send(Alertmanager alertmanager) throws InterruptedException;
  }

  /** Creates a silence. */
  Page create(ApiRequest request, PostedBody body, Requester requester) {
    request.requireNoParameters();
    SilenceRequest wanted =
        JsonMembers.read(body, members -> SilenceRequest.of(members, exporter.labelNames()));
    requester.asksFor(wanted.toString());
    if (!isOfInstance(wanted)) {
      return Envelope.notFound("no such instance: " + wanted.labels());
    }
    NewSilence silence = wanted.from(exporter.now(), requester.nameOfAuthor());
    String id = call(alertmanager -> alertmanager.silence(silence));
    requester.asksFor(id + " " + wanted);
    return Envelope.done(Created.of(id, silence));
  }

  private boolean isOfInstance(SilenceRequest wanted) {
    Map<String, String> labels = new TreeMap<>(wanted.labels());
    wanted.detector().ifPresent(it -> labels.put(InstanceFilter.DETECTOR, it));
    return exporter.seesAll(labels);
  }

  /** Expires a silence. */
  Page expire(ApiRequest request) {
    request.requireNoParameters();
    String id = request.found().variable();
    boolean expired = call(alertmanager -> exporter.seesAllOf(id) && alertmanager.expire(id));
    return expired
        ? Envelope.done(new Expired(id))
        : Envelope.notFound(
            "no such silence of the alerts of this exporter alone: " + Parameters.quoted(id));
  }

  private <T> T call(Call<T> call) {
    Alertmanager alertmanager =
        exporter
            .alertmanager()
            .orElseThrow(
                () ->
                    RefusedException.conflict(
                        "no Alertmanager is configured; add the section alertmanager to the configuration, or create the silence there"));
    try {
      return call.send(alertmanager);
    } catch (RequestException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new UnavailableException("the configuration was reloaded; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the exporter is stopping");
    }
  }
}
