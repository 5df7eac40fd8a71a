package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.run.ServedModel;
import io.github.anomalyexporter.server.samples.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Scores posted rows with the active model and keeps nothing. The last row of each instance is
 * scored; the rows before it are its window. Thresholds are those that were calibrated, without a
 * raise after an anomaly. Safe for use by several threads.
 */
public final class RowScoring {
  private final RowReader reader;
  private final ServedModel model;
  private final Duration step;
  private final int window;

  /**
   * @param admitted the instances whose rows are scored; other rows are refused
   */
  public RowScoring(DetectorConfig detector, ServedModel model, Predicate<Labels> admitted) {
    this.reader = new RowReader(detector, admitted);
    this.model = model;
    this.step = detector.timing().step();
    this.window = detector.training().rowsBefore() + 1;
  }

  /**
   * The scores of a request.
   *
   * @param scored by instance, sorted
   * @param refused rows that were not used, with the reason
   */
  public record Scored(List<ScoredRow> scored, List<RefusedRow> refused) {
    public Scored {
      scored = List.copyOf(scored);
      refused = List.copyOf(refused);
    }
  }

  /**
   * Scores the rows of a request.
   *
   * @param mediaType as for {@link RowReader#read}
   * @throws UnreadableRowsException if the rows cannot be read
   */
  public Scored score(byte[] text, @Nullable String mediaType) throws UnreadableRowsException {
    ReadRows read = reader.read(text, mediaType, RowCheck.ofAnyTime(reader.format()));
    Map<Labels, List<Sample>> rows = new TreeMap<>();
    for (CheckedRow row : read.rows()) {
      rows.computeIfAbsent(row.sample().instance(), key -> new ArrayList<>()).add(row.sample());
    }
    List<ScoredRow> scored = new ArrayList<>();
    rows.forEach((instance, own) -> scored.add(score(instance, own)));
    return new Scored(scored, read.refused());
  }

  private ScoredRow score(Labels instance, List<Sample> rows) {
    Instant last = rows.stream().map(Sample::time).max(Instant::compareTo).orElseThrow();
    int width = reader.format().features().features().size();
    float[] cells = new float[window * width];
    Arrays.fill(cells, Float.NaN);
    Instant[] times = new Instant[window];
    int used = 0;
    for (Sample row : rows) {
      // As in a query of the source, a row has the last sample of its step.
      long before = Duration.between(row.time(), last).dividedBy(step);
      if (before < window) {
        int position = window - 1 - (int) before;
        if (times[position] == null) {
          used++;
        }
        if (times[position] == null || row.time().isAfter(times[position])) {
          times[position] = row.time();
          System.arraycopy(row.values(), 0, cells, position * width, width);
        }
      }
    }
    Frame frame =
        new Frame(
            TimeRange.endingAt(last, step, window),
            reader.format().features().queriedNames(),
            List.of(instance),
            List.of(cells));
    return new ScoredRow(model.score(frame), used, window);
  }
}
