package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.samples.Appended;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stores the samples that are posted to a detector. Safe for use by several threads. */
public final class SampleIntake {
  private final DetectorConfig detector;
  private final RowReader reader;
  private final Supplier<SampleStore> samples;

  /**
   * @param admitted the instances whose rows are stored; other rows are refused
   */
  public SampleIntake(
      DetectorConfig detector, Supplier<SampleStore> samples, Predicate<Labels> admitted) {
    this.detector = detector;
    this.reader = new RowReader(detector, admitted);
    this.samples = samples;
  }

  /**
   * Stores the rows of a request that are accepted; they are durable when this method returns.
   *
   * @param mediaType as for {@link RowReader#read}
   * @throws UnreadableRowsException if the rows cannot be read; none is stored
   * @throws io.github.anomalyexporter.server.samples.SampleStoreException if they cannot be stored;
   *     none is
   */
  public Intake take(byte[] text, @Nullable String mediaType, Instant now)
      throws UnreadableRowsException {
    RowCheck check = RowCheck.near(reader.format(), now, detector.history().length());
    ReadRows read = reader.read(text, mediaType, check);
    List<RefusedRow> refused = new ArrayList<>(read.refused());
    List<CheckedRow> accepted = new ArrayList<>();
    Map<Labels, Map<Instant, CheckedRow>> seen = new HashMap<>();
    for (CheckedRow row : read.rows()) {
      CheckedRow same =
          seen.computeIfAbsent(row.sample().instance(), key -> new HashMap<>())
              .putIfAbsent(row.sample().time(), row);
      if (same == null) {
        accepted.add(row);
      } else {
        refused.add(
            new RefusedRow(
                row.number(),
                "time: expected each time of an instance once, found that of row "
                    + same.number()));
      }
    }
    Appended appended = accepted.isEmpty() ? Appended.NOTHING : store(accepted, refused);
    refused.sort(Comparator.comparingInt(RefusedRow::row));
    return new Intake(appended.count(Outcome.ADDED), appended.count(Outcome.DUPLICATE), refused);
  }

  private Appended store(List<CheckedRow> rows, List<RefusedRow> refused) {
    Appended appended = samples.get().append(rows.stream().map(CheckedRow::sample).toList());
    for (int i = 0; i < rows.size(); i++) {
      String error = error(appended.outcomes().get(i));
      if (error != null) {
        refused.add(new RefusedRow(rows.get(i).number(), error));
      }
    }
    return appended;
  }

  /** Returns why a sample was not stored; null if it is stored. */
  private @Nullable String error(Outcome outcome) {
    return switch (outcome) {
      case ADDED, DUPLICATE -> null;
      case CONFLICT ->
          "features: expected the values that are stored for this instance and time, found others";
      case TOO_OLD -> "time: expected a time of the history of the detector, found an earlier one";
      case OVER_LIMIT ->
          "labels: expected one of the %s known instances, found another; increase max_instances"
              .formatted(detector.source().maxInstances());
    };
  }
}
