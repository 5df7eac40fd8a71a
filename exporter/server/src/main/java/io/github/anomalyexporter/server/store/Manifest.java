package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.version.BuildVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Manifest of a stored model: {@code manifest.json}.
 *
 * @param formatVersion format version of the directory; other versions are refused
 * @param type type of the detector; detectors of another type cannot use the model. Absent in
 *     manifests written before other types existed, then read as {@code autoencoder}
 * @param featureFingerprint fingerprint of the schema it was trained with; detectors with another
 *     fingerprint cannot use the model
 * @param features names of the inputs, in order
 * @param architecture without layers if the type has no network
 * @param rows rows of the stack, the fleet's row first
 * @param files required files besides the manifest; empty in manifests written before they were
 *     listed
 */
public record Manifest(
    int formatVersion,
    String detector,
    String type,
    String version,
    Provenance provenance,
    String featureFingerprint,
    List<String> features,
    Architecture architecture,
    int fleetSize,
    List<Row> rows,
    List<String> files) {

  public Manifest {
    require(VERSION.matcher(version).matches(), "a version of letters, digits, - . and _", version);
    require(fleetSize >= 0, "a fleet size of 0 or more", fleetSize);
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(provenance, "provenance");
    Objects.requireNonNull(featureFingerprint, "feature fingerprint");
    Objects.requireNonNull(architecture, "architecture");
    features = List.copyOf(features);
    rows = List.copyOf(rows);
    files = List.copyOf(files);
  }

  /** Refuses impossible values, because the manifest is exported as metrics. */
  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", found " + found);
    }
  }

  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  /** The format version written by this code. */
  static final int FORMAT_VERSION = 2;

  /**
   * Origin of the model.
   *
   * @param trainedAll time of the last training of all instances; later versions may have added
   *     instances
   * @param rateWindow rate window of the queries; the model is valid for this rate window only
   * @param historyStart start of the history of the last training
   * @param training training options; only the seed is relevant for types without a network
   */
  public record Provenance(
      Instant createdAt,
      Instant trainedAll,
      String exporterVersion,
      String javaVersion,
      Instant historyStart,
      Instant historyEnd,
      Duration step,
      Duration rateWindow,
      TrainingOptions training) {
    public Provenance {
      Objects.requireNonNull(createdAt, "time of creation");
      Objects.requireNonNull(trainedAll, "time of training");
      Objects.requireNonNull(rateWindow, "rate window");
    }

    /** Returns the same origin with another time of creation. */
    public Provenance withCreatedAt(Instant time) {
      return new Provenance(
          time,
          trainedAll,
          exporterVersion,
          javaVersion,
          historyStart,
          historyEnd,
          step,
          rateWindow,
          training);
    }

    /** Returns the origin of a model that this version of the program trained. */
    public static Provenance of(
        Instant createdAt,
        Instant trainedAll,
        TimeRange history,
        Duration rateWindow,
        TrainingOptions training) {
      return new Provenance(
          createdAt,
          trainedAll,
          BuildVersion.current(),
          Runtime.version().toString(),
          history.start(),
          history.end(),
          history.step(),
          rateWindow,
          training);
    }
  }

  /** Architecture of the autoencoder. */
  public record Architecture(List<Integer> hidden) {}

  /**
   * Row of the stack.
   *
   * @param instance identity labels; empty for the fleet's row
   * @param report null if the type does not train in epochs
   * @param leftOut null for the fleet's row, and in manifests written before rows could be left out
   * @param refused why a later training of the instance was refused; null if none was refused
   */
  public record Row(
      Map<String, String> instance,
      Instant trainedAt,
      Duration history,
      int trainingRows,
      Calibration calibration,
      @Nullable RowReport report,
      @Nullable LeftOut leftOut,
      @Nullable String refused) {
    public Row {
      instance = Collections.unmodifiableMap(new TreeMap<>(instance));
      Objects.requireNonNull(trainedAt, "time of training");
      Objects.requireNonNull(history, "history");
      Objects.requireNonNull(calibration, "calibration");
      require(trainingRows >= 0, "training rows of 0 or more", trainingRows);
    }

    static Row of(TrainedInstance trained, @Nullable LeftOut leftOut) {
      return new Row(
          trained.instance().asMap(),
          trained.trainedAt(),
          trained.history(),
          trained.rows(),
          trained.calibration(),
          trained.report(),
          leftOut,
          trained.refused());
    }

    TrainedInstance trained() {
      return new TrainedInstance(
          Labels.of(instance), trainedAt, history, trainingRows, calibration, report, refused);
    }
  }

  /** Returns the rows by instance, the fleet's row under {@link TrainedInstance#FLEET}. */
  public Map<Labels, Row> rowByInstance() {
    return rows.stream().collect(Collectors.toMap(row -> Labels.of(row.instance()), row -> row));
  }

  /** Returns the rows left out of the training of each instance, as far as known. */
  public Map<Labels, LeftOut> leftOutByInstance() {
    Map<Labels, LeftOut> all = new HashMap<>();
    for (Row row : rows) {
      if (row.leftOut() != null) {
        all.put(Labels.of(row.instance()), row.leftOut());
      }
    }
    return all;
  }

  /**
   * Returns the number of instances that keep an older model because the newly trained model was
   * worse.
   */
  public long refused() {
    return rows.stream().filter(row -> row.refused() != null).count();
  }

  /**
   * Returns the sum over all instances, except instances of older manifests, whose counts are
   * unknown.
   */
  public LeftOut leftOut() {
    LeftOut sum = LeftOut.NOTHING;
    for (Row row : rows) {
      sum = row.leftOut() == null ? sum : sum.plus(row.leftOut());
    }
    return sum;
  }
}
