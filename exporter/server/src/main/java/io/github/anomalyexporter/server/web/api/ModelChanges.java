package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.run.BusyException;
import io.github.anomalyexporter.server.run.TrainingOffException;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.store.RollbackRefusedException;
import io.github.anomalyexporter.server.web.api.DetectorStatus.ActiveModel;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.Optional;

/** Answers requests that change the model of a detector. */
final class ModelChanges {
  private final VisibleExporter exporter;

  ModelChanges(VisibleExporter exporter) {
    this.exporter = exporter;
  }

  /** {@code POST .../rollback}. */
  private record RolledBack(String withdrawn, ActiveModel model) {}

  /** Starts a training. */
  Page train(ApiRequest request, PostedBody body) {
    request.requireNoParameters();
    boolean unused = JsonMembers.read(body, members -> true);
    String detector = request.found().variable();
    try {
      Optional<Trainings.Status> started = exporter.train(detector);
      return started
          .map(it -> Envelope.accepted(TrainingDocument.of(it), "../" + detector))
          .orElseGet(() -> Envelope.noDetector(detector));
    } catch (BusyException | TrainingOffException e) {
      throw RefusedException.conflict(String.valueOf(e.getMessage()));
    }
  }

  /** Activates an older model. */
  Page rollback(ApiRequest request, PostedBody body, Requester requester) {
    request.requireNoParameters();
    Optional<String> version = JsonMembers.read(body, members -> members.value("version").string());
    requester.asksFor("to " + version.orElse("the previous version"));
    String detector = request.found().variable();
    try {
      Optional<Rollback> done = exporter.rollback(detector, version.orElse(null));
      done.ifPresent(
          it -> requester.asksFor("from %s to %s".formatted(it.withdrawn(), version(it))));
      return done.map(
              it ->
                  Envelope.done(
                      new RolledBack(it.withdrawn(), ActiveModel.of(it.serving().manifest()))))
          .orElseGet(() -> Envelope.noDetector(detector));
    } catch (RollbackRefusedException e) {
      return e.isUnknownVersion()
          ? Envelope.notFound(e.reason())
          : Envelope.failure(409, "conflict", e.reason());
    } catch (BusyException e) {
      throw RefusedException.conflict(String.valueOf(e.getMessage()));
    }
  }

  private static String version(Rollback rollback) {
    return rollback.serving().manifest().version();
  }
}
