package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.StoredJson;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of one version: {@code manifest.json} and the files of its detector type. */
public final class ModelFiles {
  private static final String MANIFEST = "manifest.json";
  private static final String TYPE = "type";
  private static final String FILES = "files";

  static final ObjectMapper JSON = StoredJson.mapper(Runtime.getRuntime().maxMemory());

  /** The size of a model on disk is at most this fraction of the heap. */
  private static final int SHARE = 2;

  private final DetectorKind kind;

  ModelFiles(DetectorKind kind) {
    this.kind = kind;
  }

  /** Writes all files and their checksums into an empty directory. */
  void write(Path version, Manifest manifest, TrainedDetector trained) throws IOException {
    Files.write(version.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
    kind.save(trained, version);
    Checksums.write(version);
  }

  /**
   * Reads the manifest only.
   *
   * @throws ModelStoreException if it does not exist or has another format
   */
  static Manifest readManifest(Path version) throws IOException {
    Path file = version.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new ModelStoreException(version, "is not a model of anomaly-exporter: no " + MANIFEST);
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.isObject()) {
        throw new ModelStoreException(file, "is damaged: it is not a JSON object");
      }
      int formatVersion = root.path("format_version").asInt();
      if (formatVersion != Manifest.FORMAT_VERSION) {
        throw new ModelStoreException(
            file,
            "expected format version %s, found %s: written by another version of anomaly-exporter"
                .formatted(Manifest.FORMAT_VERSION, formatVersion));
      }
      if (root instanceof ObjectNode object && !object.has(TYPE)) {
        object.put(TYPE, DetectorKinds.AUTOENCODER.name());
      }
      if (root instanceof ObjectNode object && !object.has(FILES)) {
        object.putArray(FILES);
      }
      return JSON.treeToValue(root, Manifest.class);
    } catch (JacksonException e) {
      throw new ModelStoreException(file, "is damaged: " + FailureReason.of(e), e);
    }
  }

  /**
   * Loads a version.
   *
   * @throws ModelStoreException if it is damaged or was trained with another schema
   */
  LoadedModel load(Path version, Manifest manifest, Schema schema) throws IOException {
    if (!manifest.type().equals(kind.name())) {
      throw new ModelStoreException(
          version,
          "is of another type: expected %s, found %s".formatted(kind.name(), manifest.type()));
    }
    Set<String> required = new TreeSet<>(kind.files());
    required.addAll(manifest.files());
    required.add(MANIFEST);
    Checksums.verify(version, required);
    requireSmall(version);
    if (!schema.servesFormer(manifest.featureFingerprint())) {
      requireSame(
          version, "features", manifest.featureFingerprint(), schema.features().fingerprint());
    }
    requireSame(
        version, "layers", manifest.architecture(), new Manifest.Architecture(schema.layers()));
    if (schema.rateWindow() != null) {
      requireSame(version, "rate window", manifest.provenance().rateWindow(), schema.rateWindow());
    }
    TrainedDetector trained =
        kind.load(
            version,
            schema.features(),
            schema.layers(),
            manifest.fleetSize(),
            manifest.rows().stream().map(Manifest.Row::trained).toList());
    return new LoadedModel(manifest, trained);
  }

  /**
   * Refuses a directory that is too large for the heap before reading it; its checksums may be
   * valid.
   */
  private static void requireSmall(Path version) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(version)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        bytes += Files.size(file);
      }
    }
    long most = Runtime.getRuntime().maxMemory() / SHARE;
    if (bytes > most) {
      throw new ModelStoreException(
          version,
          "takes %s MB, more than the %s MB that the heap has for a model; increase the heap (-Xmx)"
              .formatted(bytes >> 20, most >> 20));
    }
  }

  private static void requireSame(Path version, String what, Object trained, Object configured) {
    if (!trained.equals(configured)) {
      throw new ModelStoreException(
          version,
          "was trained with other %s: expected %s, found %s".formatted(what, configured, trained));
    }
  }
}
