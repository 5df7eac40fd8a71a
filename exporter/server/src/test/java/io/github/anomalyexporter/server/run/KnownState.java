package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.ErrorDistribution;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.score.ThresholdRaise.Level;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.recurrence.CalendarProposal;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.recurrence.CalendarProposals.PermanentAnomaly;
import io.github.anomalyexporter.server.recurrence.DailyWindow;
import io.github.anomalyexporter.server.recurrence.ProposedEntry;
import io.github.anomalyexporter.server.recurrence.RecurringAnomaly;
import io.github.anomalyexporter.server.store.Manifest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A detector whose numbers are known beforehand: it forecasts 0.5 of everything, its autoencoder
 * adds nothing to that, and the error is how many halves a host is off.
 */
public final class KnownState {
  public static final Instant TIME = Instant.parse("2026-03-02T12:00:00Z");

  /** Score 2: both features are two off. */
  public static final Labels ANOMALOUS = Labels.of("instance", "web-1:9100", "job", "node");

  /** Score 0.5, of one feature, the other is missing. */
  public static final Labels ODD_NAME =
      Labels.of("instance", "a \"quoted\" \\ name\nof two lines \uD83D\uDE80", "job", "node");

  /** Scored by the fleet's model. */
  public static final Labels NEW = Labels.of("instance", "new-1:9100", "job", "node");

  public static final Labels WITHOUT_DATA = Labels.of("instance", "empty-1:9100", "job", "node");

  /** Known from before; not there any more. */
  public static final Labels VANISHED = Labels.of("instance", "gone-1:9100", "job", "node");

  private static final double THRESHOLD = 2;

  private static final ThresholdRaise AT_A_NEW_LEVEL =
      new ThresholdRaise(1, TIME, null, new Level(TIME.minus(Duration.ofHours(4)), TIME));

  private static final int BEFORE = AutoencoderDetector.rowsBefore(config().features());

  private KnownState() {}

  private record Nothing(Weights weights) implements Autoencoder {
    @Override
    public void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
      Arrays.fill(reconstructed, 0);
    }

    @Override
    public void close() {}
  }

  public static DetectorConfig config() {
    DetectorConfig small = SmallDetector.config();
    return new DetectorConfig(
        small.name(),
        small.type(),
        small.source(),
        small.timing(),
        small.history(),
        new FeatureSet(
            List.of(
                new Feature("cpu", "cpu", "ratio", Transform.NONE, false),
                new Feature("memory", "memory", "bytes", Transform.NONE, false)),
            List.of(),
            small.timing().step()),
        small.model(),
        small.minCoverage(),
        small.explanation());
  }

  /** Has a model, and has scored once, at {@link #TIME}. */
  public static DetectorState scored() {
    DetectorState state = new DetectorState(config());
    state.ambiguous(AmbiguousInstances.NONE);
    state.proposed(proposals(state.config()));
    Weights weights = weights();
    List<AutoencoderRow> rows =
        List.of(
            trained(state, TrainedInstance.FLEET),
            trained(state, ANOMALOUS),
            trained(state, ODD_NAME),
            trained(state, WITHOUT_DATA));
    AutoencoderStack trained = new AutoencoderStack(state.config().features(), 3, weights, rows);
    state.serve(
        new AutoencoderDetector(trained, new Nothing(weights), 0.5),
        manifest(state.config(), trained.instances()));
    state
        .board()
        .restore(VANISHED, new KnownInstance(TIME.minus(Duration.ofHours(1)), ThresholdRaise.NONE));
    state.board().restore(ANOMALOUS, new KnownInstance(TIME, AT_A_NEW_LEVEL));
    Frame window = window(state.config());
    state.board().publish(state.model().score(window), TIME);
    state.scored(TIME, window.presentCells());
    return state;
  }

  /** A backup of the anomalous instance, without a calendar entry. */
  private static CalendarProposals proposals(DetectorConfig config) {
    return new CalendarProposals(
        config.name(),
        TIME,
        Duration.ofDays(14),
        List.of(proposal("recurring-0130", List.of(ANOMALOUS))),
        List.of());
  }

  /**
   * All of these instances are ambiguous, each has a permanent anomaly and a proposed calendar
   * entry of its own, and there is an entry for all of them.
   */
  public static void concern(DetectorState state, List<Labels> instances) {
    state.ambiguous(new AmbiguousInstances(instances, List.of("cluster"), false));
    DailyWindow day =
        new DailyWindow(LocalTime.MIDNIGHT, Duration.ofHours(20), EnumSet.allOf(DayOfWeek.class));
    List<CalendarProposal> proposals = new ArrayList<>();
    proposals.add(proposal("shared", instances));
    instances.forEach(it -> proposals.add(proposal("own", List.of(it))));
    state.proposed(
        new CalendarProposals(
            state.config().name(),
            TIME,
            Duration.ofDays(14),
            proposals,
            instances.stream()
                .map(it -> new PermanentAnomaly(it, new RecurringAnomaly(day, 13, 14)))
                .toList()));
  }

  /** Does something while a training is running that has completed 100 of 400 hosts in a minute. */
  public static <T> T duringTraining(DetectorState state, Supplier<T> action) {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Instant> now = new AtomicReference<>(TIME);
    try {
      state
          .trainings()
          .run(
              watch -> {
                watch.blocks(new BlockProgress(0, 4, 0, 400));
                now.set(TIME.plusSeconds(60));
                watch.blocks(new BlockProgress(1, 4, 100, 400));
                result.set(action.get());
                return new Trainings.Report(Trainings.Result.ACCEPTED, null, "v", 400, 0);
              },
              now::get);
    } catch (InterruptedException e) {
      throw new AssertionError("nothing waits", e);
    }
    return Objects.requireNonNull(result.get());
  }

  /** Records a training that has ended, with the reason why instances have no new model. */
  public static void trained(DetectorState state, String reason) {
    try {
      state
          .trainings()
          .run(
              watch -> new Trainings.Report(Trainings.Result.ACCEPTED, reason, "v", 3, 0),
              () -> TIME.minusSeconds(1));
    } catch (InterruptedException e) {
      throw new AssertionError("nothing waits", e);
    }
  }

  private static CalendarProposal proposal(String name, List<Labels> affected) {
    DailyWindow window =
        new DailyWindow(
            LocalTime.of(1, 30), Duration.ofMinutes(45), EnumSet.allOf(DayOfWeek.class));
    String instances =
        affected.stream().map(it -> it.get("instance")).collect(Collectors.joining("|"));
    return new CalendarProposal(
        new ProposedEntry(name, window, ZoneOffset.UTC, instances, new TreeMap<>()),
        affected,
        13,
        14);
  }

  /** Has too few scores for any proposal from now on. */
  public static void withoutProposals(DetectorState state) {
    state.proposed(
        new CalendarProposals(
            state.config().name(), TIME, Duration.ofDays(1), List.of(), List.of()));
  }

  private static Frame window(DetectorConfig config) {
    return new Frame(
        TimeRange.endingAt(TIME, config.timing().step(), BEFORE + 1),
        config.features().queriedNames(),
        List.of(ANOMALOUS, ODD_NAME, NEW, WITHOUT_DATA),
        List.of(
            steady(2.5f, 2500),
            steady(1, Float.NaN),
            steady(1, 1000),
            steady(Float.NaN, Float.NaN)));
  }

  /** The cells of a window in which nothing changes. */
  private static float[] steady(float cpu, float memory) {
    float[] cells = new float[2 * (BEFORE + 1)];
    for (int row = 0; row <= BEFORE; row++) {
      cells[2 * row] = cpu;
      cells[2 * row + 1] = memory;
    }
    return cells;
  }

  private static Weights weights() {
    Architecture architecture = new Architecture(2, List.of(1));
    return new Weights(
        architecture, 4, List.of(new float[8], new float[8]), List.of(new float[4], new float[8]));
  }

  private static AutoencoderRow trained(DetectorState state, Labels instance) {
    FittedScaler scaler = FittedScaler.of(state.config().features(), List.of(upTo(1), upTo(1000)));
    TrainedInstance trained =
        new TrainedInstance(
            instance,
            TIME,
            Duration.ofHours(4),
            240,
            new Calibration(
                THRESHOLD,
                ThresholdMethod.QUANTILE,
                "as the test wants it",
                0.99,
                new ErrorDistribution(48, 1, 0.1, 1, List.of()),
                null,
                null),
            new RowReport(3, 0.1, 0.2),
            null);
    return new AutoencoderRow(
        trained, scaler, halves(), ReconstructionError.of(scaler, halvesOff()));
  }

  private static Forecast halves() {
    int inputs = 2;
    float[] fromPast = new float[(Forecast.LAGS * inputs + 1) * inputs];
    Arrays.fill(fromPast, fromPast.length - inputs, fromPast.length, 0.5f);
    return new Forecast(inputs, fromPast, new float[] {0.5f, 0.5f}, new float[] {1, 1});
  }

  /**
   * Any row is as displaced as a row can be, its square 400, and that is so much more than what a
   * row in its place counts for that the error is the innovation residual alone: a half of each
   * input is 1.
   */
  private static ReconstructionError.Parameters halvesOff() {
    double much = 0x1p60;
    double certain = Double.POSITIVE_INFINITY;
    return new ReconstructionError.Parameters(
        List.of(0.5f, 0.5f), List.of(1e-3f, 1e-3f), certain, certain, much, 400 / much);
  }

  private static FittedScaler.Parameters upTo(double greatest) {
    return new FittedScaler.Parameters(FittedScaler.Kind.VARYING, 0, greatest);
  }

  private static Manifest manifest(DetectorConfig config, List<TrainedInstance> rows) {
    return new Manifest(
        1,
        config.name(),
        "autoencoder",
        "20260302T110000Z",
        SmallDetector.provenance(config, TIME.minus(Duration.ofHours(1))),
        config.features().fingerprint(),
        config.features().queriedNames(),
        new Manifest.Architecture(List.of(1)),
        3,
        rows.stream().map(KnownState::row).toList(),
        List.of());
  }

  private static Manifest.Row row(TrainedInstance trained) {
    return new Manifest.Row(
        trained.instance().asMap(),
        trained.trainedAt(),
        trained.history(),
        trained.rows(),
        trained.calibration(),
        trained.report(),
        trained.instance().equals(ANOMALOUS) ? new LeftOut(240, 24, 12, 6) : null,
        null);
  }
}
