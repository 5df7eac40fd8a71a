package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.posted.Intake;
import io.github.anomalyexporter.server.posted.RefusedRow;
import io.github.anomalyexporter.server.posted.RowScoring;
import io.github.anomalyexporter.server.posted.RowScoring.Scored;
import io.github.anomalyexporter.server.posted.SampleIntake;
import io.github.anomalyexporter.server.posted.UnreadableRowsException;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import io.github.anomalyexporter.server.web.page.Page;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Answers requests that post rows to a detector. */
final class RowPosts {
  /** Refused rows that a response has. */
  private static final int MOST_REFUSED = 100;

  private RowPosts() {}

  /**
   * {@code POST .../samples}.
   *
   * @param refused the first refused rows
   * @param refusedRows number of all refused rows
   */
  private record Stored(int added, int duplicates, int refusedRows, List<RefusedRow> refused) {}

  /** {@code POST .../score}. */
  private record ScoredRows(
      List<ScoredRowDocument> scored, int refusedRows, List<RefusedRow> refused) {}

  /** Scores the rows of visible instances and keeps nothing. */
  static Page score(VisibleDetector detector, PostedBody body) {
    try {
      Scored scored =
          new RowScoring(detector.config(), detector.state().model(), detector::includes)
              .score(body.text(), body.mediaType());
      return answer(
          new ScoredRows(
              scored.scored().stream().map(ScoredRowDocument::of).toList(),
              scored.refused().size(),
              first(scored.refused())),
          scored.refused(),
          !scored.scored().isEmpty());
    } catch (UnreadableRowsException e) {
      return unreadable(e);
    }
  }

  /** Stores the rows of visible instances. */
  static Page store(VisibleDetector detector, PostedBody body, Instant now) {
    DetectorConfig config = detector.config();
    Supplier<SampleStore> samples = detector.running().samples();
    if (samples == null || config.source().kind() != SourceKind.PUSH) {
      return Envelope.failure(
          400,
          "bad_data",
          "expected a detector with source: push, found %s with source: %s"
              .formatted(config.name(), config.source().kind().label()));
    }
    try {
      Intake intake =
          new SampleIntake(config, samples, detector::includes)
              .take(body.text(), body.mediaType(), now);
      return answer(
          new Stored(
              intake.added(),
              intake.duplicates(),
              intake.refused().size(),
              first(intake.refused())),
          intake.refused(),
          intake.added() + intake.duplicates() > 0);
    } catch (UnreadableRowsException e) {
      return unreadable(e);
    } catch (SampleStoreException e) {
      return Envelope.failure(503, "unavailable", String.valueOf(e.getMessage()));
    }
  }

  private static Page unreadable(UnreadableRowsException e) {
    return Envelope.failure(400, "bad_data", String.valueOf(e.getMessage()));
  }

  private static List<RefusedRow> first(List<RefusedRow> refused) {
    return refused.subList(0, Math.min(MOST_REFUSED, refused.size()));
  }

  private static Page answer(Object data, List<RefusedRow> refused, boolean some) {
    if (refused.isEmpty()) {
      return Envelope.done(data, List.of());
    }
    String what =
        "%s refused; row %s: %s"
            .formatted(
                refused.size() == 1 ? "1 row was" : refused.size() + " rows were",
                refused.get(0).row(),
                refused.get(0).error());
    return some
        ? Envelope.done(data, List.of(what))
        : Envelope.failure(400, "bad_data", what, data);
  }
}
