package io.github.anomalyexporter.server.run;

import static java.util.Comparator.naturalOrder;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.detector.TrainingPlan.Kind;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.LearnableHistory;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.run.ModelAcceptance.Accepted;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training run: determines the instances with enough history and whether a training is due; if so,
 * queries the history, trains, keeps previous rows that are better, stores the model and activates
 * it. Most runs end after the check because no training is due.
 */
public final class TrainingRun implements Run {
  private static final Logger LOGGER = LoggerFactory.getLogger(TrainingRun.class);

  /** Longest interval between checks once a model exists: a history takes longer to become due. */
  private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(5);

  /** Longest pause after a failure that occurred after the whole history was queried. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final DetectorState state;
  private final HistoryFilter filter;
  private final SampleSource source;
  private final DetectorTraining training;
  private final ModelAcceptance acceptance;
  private final ModelStore store;
  private final StageTimer stages;
  private final InstantSource clock;
  private final Map<Labels, Duration> attempted = new HashMap<>();
  private Instant nextCheck = Instant.MIN;
  private boolean begun;

  public TrainingRun(
      RunningDetector detector,
      SampleSource source,
      DetectorTraining training,
      ModelStore store,
      RunObserver observer,
      Clocks clocks) {
    this.state = detector.state();
    this.filter = new HistoryFilter(state.config().name(), detector.exemptions());
    this.source = source;
    this.training = training;
    this.acceptance = new ModelAcceptance(state, training);
    this.store = store;
    this.stages =
        new StageTimer(state.config().name(), RunKind.TRAINING, observer, clocks.nanoTime());
    this.clock = clocks.wall();
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    begun = false;
    boolean requested = isRequested();
    Duration betweenChecks = betweenChecks();
    // A next check further ahead than one interval means that the clock was set back.
    if (!requested
        && scheduled.isBefore(nextCheck)
        && !nextCheck.isAfter(scheduled.plus(betweenChecks))) {
      return;
    }
    if (requested) {
      state.trainings().run(() -> trainAll(false, this::log).report(), clock);
    } else {
      trainDue();
    }
    nextCheck = state.model().trained() == null ? Instant.MIN : scheduled.plus(betweenChecks);
  }

  private void trainDue() throws InterruptedException {
    Instant now = clock.instant();
    PastSamples past = source.past(end(now));
    Map<Labels, Duration> histories = histories(past);
    TrainingPlan plan =
        TrainingPlan.due(
            histories,
            learned(),
            lastTraining(now),
            state.config().history().minHistory(),
            state.config().history().trainingInterval(),
            now);
    if (plan.kind() != Kind.NOTHING) {
      state.trainings().run(() -> train(plan, past, histories, false, this::log).report(), clock);
    }
  }

  /**
   * Returns the time of the last training of all instances, also if its model was withdrawn: it
   * would otherwise be replaced within minutes. Null without a model.
   */
  private @Nullable Instant lastTraining(Instant now) {
    return state
        .model()
        .manifest()
        .map(it -> it.provenance().trainedAll())
        .map(time -> store.lastWithdrawn(now).filter(it -> it.isAfter(time)).orElse(time))
        .orElse(null);
  }

  @Override
  public boolean isRequested() {
    return state.trainings().isRequested();
  }

  private Duration betweenChecks() {
    return shorter(BETWEEN_CHECKS, state.config().history().trainingInterval());
  }

  /**
   * A failed check is cheap; a failure after it has cost Prometheus a query of the whole history.
   */
  @Override
  public Duration longestPause() {
    return begun
        ? shorter(LONGEST_PAUSE, state.config().history().trainingInterval())
        : betweenChecks();
  }

  /**
   * Trains the instances that have the minimum history, due or not.
   *
   * @param forget whether features of the active model may be missing on all instances
   * @throws LostFeaturesException if such features are missing and {@code forget} is false
   */
  public Outcome trainNow(boolean forget, TrainingProgress progress) throws InterruptedException {
    return trainAll(forget, progress).outcome();
  }

  private TrainedModel trainAll(boolean forget, TrainingProgress progress)
      throws InterruptedException {
    PastSamples past = source.past(end(clock.instant()));
    Map<Labels, Duration> histories = histories(past);
    TrainingPlan plan = TrainingPlan.all(histories, state.config().history().minHistory());
    return train(plan, past, histories, forget, progress);
  }

  /** Returns the length of history of the watched instances. */
  private Map<Labels, Duration> histories(PastSamples past) throws InterruptedException {
    Map<Labels, Duration> histories = new TreeMap<>(past.histories());
    histories.keySet().retainAll(Set.copyOf(state.watched(histories.keySet())));
    return histories;
  }

  private Instant end(Instant now) {
    return now.minus(state.config().timing().queryOffset());
  }

  private TrainedModel train(
      TrainingPlan plan,
      PastSamples past,
      Map<Labels, Duration> histories,
      boolean forget,
      TrainingProgress progress)
      throws InterruptedException {
    DetectorConfig config = state.config();
    Instant now = clock.instant();
    training.kind().requireRuntime();
    store.requireRoom();
    begun = true;
    HeapBudget.require(training, plan, config);
    LOGGER.info(
        "detector {}: training {} of {} instances",
        config.name(),
        plan.instances().size(),
        histories.size());
    Frame history = stages.time("query", () -> past.history(plan.instances()));
    state.trained(history.presentCells());
    if (!forget) {
      LostFeatures.refuse(state.model().trained(), history);
    }
    LearnableHistory learnable =
        stages.time("exempt", () -> filter.learnable(history, past.rateWindow()));
    Outcome outcome =
        stages.time("train", () -> train(plan, learnable.frame(), histories, now, progress));
    plan.instances().forEach(it -> attempted.put(it, histories.getOrDefault(it, Duration.ZERO)));
    outcome
        .leftOut()
        .forEach(
            (instance, reason) ->
                LOGGER.warn("detector {}: {} not trained: {}", config.name(), instance, reason));
    TrainedDetector retrained = outcome.detector();
    return retrained == null
        ? new TrainedModel(plan, outcome, null, Map.of())
        : activate(
            plan, outcome, retrained, learnable, provenance(plan, history, past.rateWindow(), now));
  }

  /** Keeps previous rows that are better, stores the model and activates it. */
  private TrainedModel activate(
      TrainingPlan plan,
      Outcome outcome,
      TrainedDetector retrained,
      LearnableHistory learnable,
      Provenance provenance)
      throws InterruptedException {
    Accepted accepted = stages.time("accept", () -> acceptance.take(retrained, learnable.frame()));
    Map<Labels, LeftOut> leftOut =
        learnable.leftOut(
            state.model().manifest().map(Manifest::leftOutByInstance).orElse(Map.of()),
            outcome.leftOut().keySet());
    Manifest manifest = stages.time("store", () -> store(accepted.detector(), provenance, leftOut));
    return new TrainedModel(plan, outcome, manifest, accepted.refused());
  }

  private Outcome train(
      TrainingPlan plan,
      Frame history,
      Map<Labels, Duration> histories,
      Instant now,
      TrainingProgress progress) {
    TrainedDetector previous = state.model().trained();
    return plan.kind() == Kind.SOME && previous != null
        ? training.trainInto(previous, history, histories, now, progress)
        : training.trainAll(history, histories, previous, now, progress);
  }

  private Provenance provenance(
      TrainingPlan plan, Frame history, Duration rateWindow, Instant now) {
    Instant trainedAll =
        plan.kind() == Kind.ALL
            ? now
            : state.model().manifest().map(it -> it.provenance().trainedAll()).orElse(now);
    return Provenance.of(
        clock.instant(),
        trainedAll,
        history.range(),
        rateWindow,
        state.config().model().training());
  }

  private Manifest store(
      TrainedDetector trained, Provenance provenance, Map<Labels, LeftOut> leftOut) {
    Manifest manifest = store.save(trained, provenance, leftOut);
    state.serve(training.open(trained), manifest);
    LOGGER.info(
        "detector {}: model {} is active for {} instances",
        state.config().name(),
        manifest.version(),
        trained.instances().size() - 1);
    return manifest;
  }

  private boolean log(int epoch, int epochs, double meanValidationLoss) {
    LOGGER.debug(
        "detector {}: epoch {} of {}, validation loss {}",
        state.config().name(),
        epoch,
        epochs,
        meanValidationLoss);
    return true;
  }

  /** Returns the length of history of each instance at its last training or training attempt. */
  private Map<Labels, Duration> learned() {
    Map<Labels, Duration> learned = new HashMap<>(attempted);
    TrainedDetector trained = state.model().trained();
    if (trained != null) {
      trained
          .instances()
          .forEach(
              row ->
                  learned.merge(
                      row.instance(), row.history(), BinaryOperator.maxBy(naturalOrder())));
    }
    return learned;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
