package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a stored model says of itself: {@code manifest.json}.
 *
 * @param formatVersion of the whole directory; another one is refused
 * @param type which kind of detector it is; another one cannot use it. Manifests of before there
 *     were several have none, and are read as {@code autoencoder}
 * @param featureFingerprint of the schema it was trained with; a detector with another one cannot
 *     use it
 * @param features names of the inputs, in order
 * @param architecture without layers where the kind has no network
 * @param rows of the stack, the fleet's first
 * @param files that have to be there beside the manifest; none in manifests of before they were
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

  /** What a manifest says is shown as metrics: what is impossible is refused and not shown. */
  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("expected " + expected + ", found " + found);
    }
  }

  private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  /** The format this code writes. */
  static final int FORMAT_VERSION = 2;

  /**
   * How the model came to be.
   *
   * @param trainedAll when all instances were last trained; later versions may have added some
   * @param rateWindow of the queries; a model knows no other one
   * @param historyStart of the last training
   * @param training of a kind without a network the seed alone means something
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
  }

  /** The shape of the autoencoder. */
  public record Architecture(List<Integer> hidden) {}

  /**
   * One row of the stack.
   *
   * @param instance identity labels; none for the fleet's row
   * @param report null where the kind does not train in epochs
   * @param leftOut null where it was not counted: for the fleet's row, and in manifests written
   *     before anything could be left out
   * @param refused why a later training of the instance was not taken; null where none was refused
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

  /**
   * How much of an instance's history was not learned from, and why. A row for which there were
   * several reasons is counted for the first of them.
   *
   * @param present rows of the history in which the instance had data
   * @param alert rows left out because another alert was firing
   * @param silence rows left out because of an Alertmanager silence
   * @param calendar rows left out because of the calendar
   */
  public record LeftOut(int present, int alert, int silence, int calendar) {
    private static final LeftOut NOTHING = new LeftOut(0, 0, 0, 0);

    public LeftOut {
      require(
          Math.min(Math.min(present, alert), Math.min(silence, calendar)) >= 0
              && (long) alert + silence + calendar <= present,
          "rows left out of those that were present",
          List.of(present, alert, silence, calendar));
    }

    LeftOut plus(LeftOut other) {
      return new LeftOut(
          present + other.present,
          alert + other.alert,
          silence + other.silence,
          calendar + other.calendar);
    }

    /** Rows left out for whatever reason. */
    public int rows() {
      return alert + silence + calendar;
    }

    /**
     * A part of the rows that were present; NaN where none were.
     *
     * @param rows one of the counts
     */
    public double ratio(int rows) {
      return present == 0 ? Double.NaN : (double) rows / present;
    }
  }

  /** How many instances keep an older model, since that of a later training was worse. */
  public long refused() {
    return rows.stream().filter(row -> row.refused() != null).count();
  }

  /** Over all instances; of those of older manifests nothing is known, and they are not in it. */
  public LeftOut leftOut() {
    LeftOut sum = LeftOut.NOTHING;
    for (Row row : rows) {
      sum = row.leftOut() == null ? sum : sum.plus(row.leftOut());
    }
    return sum;
  }
}
