package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.exemption.CalendarExemptions;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.JoinedExemptions;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.recurrence.ProposalSearch;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.IdentityCheck;
import io.github.anomalyexporter.server.run.LocalSource;
import io.github.anomalyexporter.server.run.PastScoring;
import io.github.anomalyexporter.server.run.PrometheusSource;
import io.github.anomalyexporter.server.run.ProposalRefresh;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.SampleSource;
import io.github.anomalyexporter.server.run.ScoringRun;
import io.github.anomalyexporter.server.run.StoredSource;
import io.github.anomalyexporter.server.run.TrainingRun;
import io.github.anomalyexporter.server.run.TrainingWork;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import io.github.anomalyexporter.server.worker.TrainingPlatform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of one detector.
 *
 * @param running the state, which the other parts share, and the exemptions; the creator of the
 *     parts closes the state
 * @param samples to be closed by the creator; null for a detector that queries Prometheus
 */
public record DetectorParts(
    RunningDetector running,
    @Nullable OpenSamples samples,
    ModelStore store,
    ScoringRun scoring,
    TrainingRun training,
    PastScoring past,
    IdentityCheck identity,
    ProposalRefresh proposals,
    StoredModelSwitch models) {
  private static final Logger LOGGER = LoggerFactory.getLogger(DetectorParts.class);

  /** Creates what executes the trainings of a detector. */
  @FunctionalInterface
  interface Trainer {
    /**
     * Creates it.
     *
     * @param samples null for a detector that queries Prometheus
     */
    TrainingWork of(RunningDetector running, ModelStore store, @Nullable OpenSamples samples);
  }

  /** Creates the parts for a new or an existing state. */
  static DetectorParts of(
      Config config,
      DetectorState state,
      Servers servers,
      RunObserver observer,
      Clocks clocks,
      Trainer trainer) {
    DetectorConfig detector = state.config();
    PrometheusClient client = servers.prometheus();
    ModelStore store = store(config, detector);
    OpenSamples samples =
        detector.source().kind() == SourceKind.PROMETHEUS
            ? null
            : OpenSamples.of(config, detector, clocks.wall());
    SampleSource source = source(state, client, samples, clocks);
    RunningDetector running =
        new RunningDetector(
            state,
            exemptions(config, detector, servers),
            source,
            samples,
            samples == null ? new ScrapedScores(client, detector) : null);
    return new DetectorParts(
        running,
        samples,
        store,
        new ScoringRun(running, source, store, observer, clocks),
        new TrainingRun(
            state,
            source,
            detector.training(),
            trainer.of(running, store, samples),
            store,
            clocks.wall()),
        new PastScoring(state, source),
        new IdentityCheck(state, new Discovery(client, detector)),
        new ProposalRefresh(state, new ProposalSearch(client, detector, config.calendar(detector))),
        new StoredModelSwitch(state, store));
  }

  private static SampleSource source(
      DetectorState state, PrometheusClient client, @Nullable OpenSamples samples, Clocks clocks) {
    if (samples == null) {
      return new PrometheusSource(state, client);
    }
    return state.config().source().kind() == SourceKind.LOCAL
        ? new LocalSource(state.config(), samples, clocks.nanoTime())
        : new StoredSource(state.config(), samples);
  }

  /** Returns the exemptions from all sources for a detector's instances. */
  static Exemptions exemptions(Config config, DetectorConfig detector, Servers servers) {
    List<Exemptions> sources = new ArrayList<>();
    sources.add(new CalendarExemptions(config.calendar(detector)));
    Alertmanager alertmanager = servers.alertmanager();
    if (alertmanager != null) {
      sources.add(alertmanager.exemptions(detector, servers.prometheus()));
    }
    return new JoinedExemptions(sources);
  }

  /** Returns the schema that a stored model must have been trained with to become active. */
  public static Schema schema(DetectorConfig detector) {
    return new Schema(
        detector.features(),
        detector.model().layers(),
        CurrentQueries.configuredRateWindow(detector).orElse(null));
  }

  DetectorState state() {
    return running.state();
  }

  /** Returns the model store of a detector. */
  public static ModelStore store(Config config, DetectorConfig detector) {
    return new ModelStore(
        config.storage().path(), detector.name(), config.storage().keepVersions(), detector.type());
  }

  /**
   * Checks that this machine can train, before the first training. With a stored model the result
   * is only logged, later.
   *
   * @throws ModelRuntimeException if it cannot, and there is no stored model to score with either
   *     or no machine could: --training=off is missing
   */
  void requireTrainable() {
    if (!state().config().type().hasNetwork()) {
      return;
    }
    if (state().model().trained() == null || !InferenceChoice.TENSORFLOW.isInstalled()) {
      TrainingPlatform.require();
      return;
    }
    Thread check = new Thread(this::warnUnlessTrainable, "training-check");
    check.setDaemon(true);
    check.start();
  }

  private void warnUnlessTrainable() {
    try {
      TrainingPlatform.require();
    } catch (ModelRuntimeException e) {
      LOGGER.warn(
          "detector {}: scores with the stored model, but cannot be trained here: {}",
          state().config().name(),
          e.getMessage());
    }
  }

  /**
   * Adds the instances stored by an earlier process to the score board; existing instances stay
   * unchanged.
   */
  void restoreKnownInstances() {
    store
        .readKnownInstances()
        .forEach(
            (instance, known) -> {
              if (isOfDetector(instance)) {
                state().board().restore(instance, known);
              }
            });
    watchShown();
  }

  /**
   * Rejects instances with other labels, which would collide with labels of the metrics or belong
   * to another detector.
   */
  private boolean isOfDetector(Labels instance) {
    return !instance.equals(Labels.EMPTY)
        && instance.equals(instance.keep(state().config().source().identityLabels()));
  }

  /**
   * Scores, then updates the exemptions of all instances on the board, so that scrapes only read
   * them.
   */
  void score(Instant scheduled) throws InterruptedException {
    scoring.run(scheduled);
    watchShown();
    store.requireLock();
  }

  private void watchShown() {
    running.exemptions().watch(state().board().known().keySet());
  }
}
