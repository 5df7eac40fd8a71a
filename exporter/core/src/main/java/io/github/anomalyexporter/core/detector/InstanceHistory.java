package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.UsualRange;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rows that one row of a detector learns from: segments in order of time. An instance has one
 * segment; the fleet has some segments of each instance.
 */
public record InstanceHistory(Labels instance, List<Segment> segments) {
  /** With fewer rows the parts for fitting, early stopping and calibration are too small. */
  public static final int MINIMUM_ROWS = 100;

  /**
   * More rows to learn from are thinned to this number, the minutes of half a week: they still
   * contain every hour of the day many times, and the memory and time of training are bounded.
   */
  public static final int MAXIMUM_ROWS = 5040;

  /** Length of the blocks of rows of a fleet: an hour of an instance at the default step. */
  private static final int BLOCK = 60;

  /** Rows that an error depends on, which are kept before the first row of a segment. */
  private static final int LOOK_BACK = Forecast.LAGS + ReconstructionError.WINDOW;

  public InstanceHistory {
    segments = List.copyOf(segments);
  }

  /**
   * Returns the histories of all instances of a frame with enough rows.
   *
   * @param frame the queried features
   * @param leftOut receives the other instances, with the reason
   */
  public static List<InstanceHistory> all(
      Frame frame, FeatureSet features, double minCoverage, Map<Labels, String> leftOut) {
    List<InstanceHistory> histories = new ArrayList<>();
    for (int i = 0; i < frame.instances().size(); i++) {
      Labels instance = frame.instances().get(i);
      float[] cells = frame.cells(i);
      UsualRange usual =
          UsualRange.of(features.admit(cells), features.features().size(), features::transform);
      InstanceHistory history =
          of(
              instance,
              () -> features.engineer(usual.admit(features.admit(cells))),
              frame.range().at(features.lagRows()),
              features,
              minCoverage);
      if (history.rows() < MINIMUM_ROWS) {
        leftOut.put(
            instance,
            "%s rows of history with enough coverage, needs %s"
                .formatted(history.rows(), MINIMUM_ROWS));
      } else {
        histories.add(history);
      }
    }
    return histories;
  }

  /**
   * Returns the history of an instance. It learns from all rows with enough coverage of the inputs
   * that the instance has in other rows. Cells outside their {@link UsualRange} are missing.
   *
   * @param rows returns the engineered rows, {@code [rows, inputs]} flat, raw, NaN where missing; a
   *     new array at each call
   * @param first time of the first row
   */
  public static InstanceHistory of(
      Labels instance,
      Supplier<float[]> rows,
      Instant first,
      FeatureSet features,
      double minCoverage) {
    int width = features.size();
    float[] inputs = rows.get();
    UsualRange range = UsualRange.of(inputs, width, features::transform);
    int[] usable = usableRows(range.admit(inputs), features, minCoverage);
    // An instance may be newer than the queried history: the empty rows before it are not kept.
    int from = usable.length == 0 ? 0 : Math.max(0, usable[0] - LOOK_BACK);
    Segment segment =
        new Segment(
            instance,
            () -> {
              float[] all = range.admit(rows.get());
              return Arrays.copyOfRange(all, from * width, all.length);
            },
            width,
            first.plus(features.step().multipliedBy(from)),
            features.step(),
            Arrays.stream(usable).map(row -> row - from).toArray());
    return new InstanceHistory(instance, List.of(segment));
  }

  private static int[] usableRows(float[] inputs, FeatureSet features, double minCoverage) {
    int width = features.size();
    int rows = inputs.length / width;
    boolean[] counted = new boolean[width];
    for (int i = 0; i < inputs.length; i++) {
      counted[i % width] |= !Float.isNaN(inputs[i]);
    }
    int expected = 0;
    for (int input = 0; input < width; input++) {
      counted[input] &= !features.isOptional(input);
      expected += counted[input] ? 1 : 0;
    }
    int[] usable = new int[rows];
    int count = 0;
    for (int row = Forecast.LAGS; row < rows; row++) {
      int present = 0;
      for (int input = 0; input < width; input++) {
        present += counted[input] && !Float.isNaN(inputs[row * width + input]) ? 1 : 0;
      }
      if (present > 0 && present >= minCoverage * expected) {
        usable[count++] = row;
      }
    }
    return Arrays.copyOf(usable, count);
  }

  /** Returns the fleet's history: a copy of an equal share of the history of every instance. */
  public static InstanceHistory pool(List<InstanceHistory> histories) {
    List<Segment> pooled = new ArrayList<>();
    long available = histories.stream().mapToLong(InstanceHistory::rows).sum();
    double share = Math.min(1, (double) MAXIMUM_ROWS / available);
    // Carries the rounding remainder over from one instance to the next.
    double due = 0;
    for (InstanceHistory history : histories) {
      Segment segment = history.segments.get(0);
      int[] targets = segment.targets();
      int most = (targets.length + BLOCK - 1) / BLOCK;
      due += share * targets.length / BLOCK;
      int blocks = share == 1 ? most : Math.min(most, (int) due);
      due -= blocks;
      float[] raw = blocks == 0 ? new float[0] : segment.raw();
      for (int block = 0; block < blocks; block++) {
        int start = targets[(int) ((long) block * targets.length / blocks)];
        int next = (int) ((block + 1L) * targets.length / blocks);
        // Blocks that cover nearly all of a history would overlap.
        int end =
            Math.min(
                start + BLOCK,
                next < targets.length ? targets[next] : targets[targets.length - 1] + 1);
        pooled.add(segment.copy(raw, Math.max(0, start - LOOK_BACK), start, end));
      }
    }
    return new InstanceHistory(TrainedInstance.FLEET, pooled);
  }

  /** Fits a scaler to the rows to learn from. */
  public FittedScaler fitScaler(FeatureSet features) {
    return FittedScaler.fit(
        features,
        segments.stream().map(Segment::raw).toList(),
        segments.stream().map(Segment::targets).toList());
  }

  /** Number of rows to learn from. */
  public int rows() {
    return segments.stream().mapToInt(segment -> segment.targets().length).sum();
  }

  /**
   * Returns the time from the first to the last row to learn from, which may be less than queried.
   */
  public Duration length() {
    Optional<Instant> first =
        segments.stream().flatMap(it -> it.firstTarget().stream()).min(Instant::compareTo);
    Optional<Instant> last =
        segments.stream().flatMap(it -> it.lastTarget().stream()).max(Instant::compareTo);
    return first.isPresent() && last.isPresent()
        ? Duration.between(first.get(), last.get())
        : Duration.ZERO;
  }

  /** Returns for each segment the rows to learn from, thinned to {@link #MAXIMUM_ROWS} in all. */
  public List<int[]> thinned() {
    double kept = Math.min(1, (double) MAXIMUM_ROWS / Math.max(1, rows()));
    return segments.stream().map(segment -> thin(segment.targets(), kept)).toList();
  }

  private static int[] thin(int[] rows, double kept) {
    int[] thinned = new int[(int) Math.ceil(kept * rows.length)];
    for (int i = 0; i < thinned.length; i++) {
      thinned[i] = rows[(int) ((long) i * rows.length / thinned.length)];
    }
    return thinned;
  }
}
