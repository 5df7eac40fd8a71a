package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.StoredModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored version of a detector's model and how it came to be; see {@link Manifest}. An unknown
 * number is NaN.
 *
 * @param state {@code serving}, {@code withdrawn}, {@code kept} (older than the serving version) or
 *     {@code refused} (newer, and not serving), as {@code anomaly-exporter models list} has it
 * @param instancesKeepingOlder number of instances whose later training was refused
 * @param features names of the inputs, in order
 * @param leftOutRatio share of the history that was left out of the training
 */
record ModelDocument(
    String version,
    String type,
    String state,
    Instant createdAt,
    Instant trainedAll,
    String exporterVersion,
    String javaVersion,
    Instant historyStart,
    Instant historyEnd,
    Duration step,
    Duration rateWindow,
    long seed,
    List<Integer> layers,
    List<String> features,
    String featureFingerprint,
    int fleetSize,
    int instances,
    long instancesKeepingOlder,
    double leftOutRatio) {

  /**
   * Returns the documents of all versions.
   *
   * @param stored newest first
   * @param serving version of the active model; null without one
   */
  static List<ModelDocument> all(List<StoredModel> stored, @Nullable String serving) {
    List<ModelDocument> documents = new ArrayList<>();
    boolean older = false;
    for (StoredModel model : stored) {
      boolean serves = model.manifest().version().equals(serving);
      String state =
          serves ? "serving" : model.withdrawn() ? "withdrawn" : older ? "kept" : "refused";
      older |= serves;
      documents.add(of(model.manifest(), state));
    }
    return documents;
  }

  private static ModelDocument of(Manifest manifest, String state) {
    Manifest.Provenance made = manifest.provenance();
    LeftOut leftOut = manifest.leftOut();
    return new ModelDocument(
        manifest.version(),
        manifest.type(),
        state,
        made.createdAt(),
        made.trainedAll(),
        made.exporterVersion(),
        made.javaVersion(),
        made.historyStart(),
        made.historyEnd(),
        made.step(),
        made.rateWindow(),
        made.training().seed(),
        manifest.architecture().hidden(),
        manifest.features(),
        manifest.featureFingerprint(),
        manifest.fleetSize(),
        manifest.rows().size() - 1,
        manifest.refused(),
        leftOut.ratio(leftOut.rows()));
  }
}
