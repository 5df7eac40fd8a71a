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
 * What one row of a detector learns from: segments of rows in order of time. An instance has one;
 * the fleet has some of each of its hosts.
 */
public record InstanceHistory(Labels instance, List<Segment> segments) {
  /** Below this the parts are too small to fit, stop and calibrate on. */
  public static final int MINIMUM_ROWS = 100;

  /**
   * More rows to learn from are thinned to this many: half a week's minutes still hold every hour
   * of the day many times, and the memory and time of training stay bounded however long the
   * history.
   */
  public static final int MAXIMUM_ROWS = 5040;

  /** Rows of a fleet come in blocks of so many: an hour of a host. */
  private static final int BLOCK = 60;

  /** Rows that an error looks back on: so many are kept before the first, of a block or of all. */
  private static final int LOOK_BACK = Forecast.LAGS + ReconstructionError.WINDOW;

  public InstanceHistory {
    segments = List.copyOf(segments);
  }

  /**
   * Of all instances of a frame that have enough of it.
   *
   * @param frame the queried features
   * @param leftOut receives the others, with the reason
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
   * Takes an instance's engineered rows, to learn from all but those that miss too much of what the
   * instance has elsewhere. Cells outside of their {@link UsualRange} are missing in it.
   *
   * @param rows gives {@code [rows, inputs]} flat, raw, NaN where missing, of its own to whoever
   *     asks
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
    // An instance may be younger than the history asked for: no week of nothing is carried along.
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

  /** The fleet's history: an even share of the history of every instance, copied. */
  public static InstanceHistory pool(List<InstanceHistory> histories) {
    List<Segment> pooled = new ArrayList<>();
    long available = histories.stream().mapToLong(InstanceHistory::rows).sum();
    double share = Math.min(1, (double) MAXIMUM_ROWS / available);
    // Carries what rounding leaves over from one instance to the next.
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
        // Blocks that all but fill a history would overlap.
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

  /** Rows to learn from. */
  public int rows() {
    return segments.stream().mapToInt(segment -> segment.targets().length).sum();
  }

  /**
   * From the first row that is learned from to the last: what there is, however much was asked for.
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

  /** For each segment the rows to learn from, thinned evenly to the most rows. */
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
