package io.github.anomalyexporter.server.run;

import static java.util.Comparator.naturalOrder;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.detector.TrainingPlan.Kind;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Training run: determines the instances with enough history and whether a training is due; if so,
 * it has them trained and activates the stored model. Most runs end after the check because no
 * training is due.
 */
public final class TrainingRun implements Run {
  private static final Logger LOGGER = LoggerFactory.getLogger(TrainingRun.class);

  /** Longest interval between checks once a model exists: a history takes longer to become due. */
  private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(5);

  /** Longest pause after a failure that occurred after the whole history was queried. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final DetectorState state;
  private final SampleSource source;
  private final DetectorTraining training;
  private final TrainingWork work;
  private final ModelStore store;
  private final InstantSource clock;
  private final Map<Labels, Duration> attempted = new HashMap<>();

  /** Instances whose history could not be queried; they are due. */
  private final Set<Labels> failed = new HashSet<>();

  private Instant nextCheck = Instant.MIN;
  private boolean begun;

  /**
   * @param training opens the trained detectors
   * @param work executes the trainings
   * @param store of the models
   */
  public TrainingRun(
      DetectorState state,
      SampleSource source,
      DetectorTraining training,
      TrainingWork work,
      ModelStore store,
      InstantSource clock) {
    this.state = state;
    this.source = source;
    this.training = training;
    this.work = work;
    this.store = store;
    this.clock = clock;
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
      state.trainings().run(watch -> trainAll(false, watch).report(), clock);
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
    TrainingPlan due = plan.kind() == Kind.ALL ? plan : plan.with(failed(histories.keySet()));
    if (due.kind() != Kind.NOTHING) {
      state
          .trainings()
          .run(watch -> train(due, past, histories, end(now), false, watch).report(), clock);
      requireComplete();
    }
  }

  private Set<Labels> failed(Set<Labels> found) {
    failed.retainAll(found);
    return failed;
  }

  /** The rest is tried again after a pause, as after any failure. */
  private void requireComplete() {
    if (!failed.isEmpty()) {
      throw new BlocksFailedException(failed.size());
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
  public TrainedModel trainNow(boolean forget, TrainingWatch watch) throws InterruptedException {
    return trainAll(forget, watch);
  }

  private TrainedModel trainAll(boolean forget, TrainingWatch watch) throws InterruptedException {
    Instant end = end(clock.instant());
    PastSamples past = source.past(end);
    Map<Labels, Duration> histories = histories(past);
    TrainingPlan plan = TrainingPlan.all(histories, state.config().history().minHistory());
    return train(plan, past, histories, end, forget, watch);
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
      Instant end,
      boolean forget,
      TrainingWatch watch)
      throws InterruptedException {
    store.requireRoom();
    begun = true;
    Map<Labels, Duration> lengths = new HashMap<>(histories);
    lengths.keySet().retainAll(Set.copyOf(plan.instances()));
    TrainedModel trained =
        work.run(new TrainingTask(plan, lengths, histories.size(), end, forget), past, watch);
    state.trained(trained.samples());
    failed.removeAll(plan.instances());
    failed.addAll(trained.failed().keySet());
    lengths.keySet().removeAll(failed);
    attempted.putAll(lengths);
    LoadedModel model = trained.model();
    if (model != null) {
      state.serve(training.open(model.trained()), model.manifest());
      LOGGER.info(
          "detector {}: model {} is active for {} instances",
          state.config().name(),
          model.manifest().version(),
          model.trained().instances().size() - 1);
    }
    return trained;
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
