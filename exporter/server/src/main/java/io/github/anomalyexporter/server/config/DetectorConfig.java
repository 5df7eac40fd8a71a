package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.FeatureSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One detector: which instances it watches, by which features, and when.
 *
 * @param name the {@code detector} label of its metrics and its directory in the storage
 * @param type which kind it is
 */
public record DetectorConfig(
    String name,
    DetectorType type,
    Source source,
    Timing timing,
    History history,
    FeatureSet features,
    ModelConfig model,
    Scoring scoring) {

  /** The detector that runs where no other is configured. */
  public static final String DEFAULT_NAME = "node";

  public static final String DEFAULT_PRESET = "node-exporter";

  /** The same detector of other features, with their step, and of another seed. */
  public DetectorConfig with(FeatureSet otherFeatures, long seed) {
    return new DetectorConfig(
        name,
        type,
        source,
        timing,
        history,
        otherFeatures,
        model.with(otherFeatures.step(), seed),
        scoring);
  }

  /**
   * Where the series come from.
   *
   * @param selector label matchers without braces, put into every expression; may be empty
   * @param identityLabels the labels that tell one instance from another, {@code instance} among
   *     them
   * @param replicaLabels the labels that tell replicas of one instance's series apart; may be empty
   * @param discovery PromQL with placeholders that gives one series for each instance there is
   * @param scrapeInterval of the instances; empty to measure it in Prometheus
   * @param maxInstances the most instances that are watched
   */
  public record Source(
      String selector,
      List<String> identityLabels,
      List<String> replicaLabels,
      String discovery,
      Optional<Duration> scrapeInterval,
      int maxInstances) {

    /** What a Prometheus gives each target; a site with several clusters adds their label. */
    public static final List<String> DEFAULT_IDENTITY_LABELS = List.of("instance", "job");

    /**
     * A large fleet, whose history of a week still fits into a few gigabytes. More is a decision:
     * for that much memory, or for several exporters.
     */
    public static final int DEFAULT_MAX_INSTANCES = 1_000;

    public Source {
      identityLabels = List.copyOf(identityLabels);
      replicaLabels = List.copyOf(replicaLabels);
    }
  }

  /**
   * The times of scoring.
   *
   * @param step of the grid the model lives on
   * @param scoringInterval between two scoring runs; divides the step
   * @param queryOffset how far behind now a run looks
   */
  public record Timing(Duration step, Duration scoringInterval, Duration queryOffset) {
    /**
     * Long enough for rates over several scrapes, short enough that a sudden incident is a few
     * rows. A longer one costs delay, a shorter one noise and queries.
     */
    public static final Duration DEFAULT_STEP = Duration.ofMinutes(1);

    /** As often as Prometheus usually scrapes: more often shows nothing new. */
    public static final Duration DEFAULT_SCORING_INTERVAL = Duration.ofSeconds(15);

    /**
     * One usual scrape interval: the newest scrape of every host has then arrived. Less sees an
     * incident sooner and takes late scrapes for missing ones; remote write wants more.
     */
    public static final Duration DEFAULT_QUERY_OFFSET = Duration.ofSeconds(15);
  }

  /**
   * The past that models learn from.
   *
   * @param length of the training span, counted back from a training
   * @param minimum the least an instance needs for a model of its own
   * @param trainingInterval between two trainings
   */
  public record History(Duration length, Duration minimum, Duration trainingInterval) {
    /** Each day of the week once. Longer knows rarer things and forgets old behaviour later. */
    public static final Duration DEFAULT_LENGTH = Duration.ofDays(7);

    /** A quarter of a day: enough rows to train on; until then the fleet's model scores. */
    public static final Duration DEFAULT_MINIMUM = Duration.ofHours(6);

    /** Behaviour drifts within days, and a stale model is the main cause of false alarms. */
    public static final Duration DEFAULT_TRAINING_INTERVAL = Duration.ofHours(24);
  }

  /**
   * What makes a score and what is told with it.
   *
   * @param minCoverage the least share of expected cells that must be present for a score
   * @param topFeatures how many contributions an anomalous instance shows
   * @param hold how long they are shown after it has calmed down
   * @param maxSeries the most contributions the detector shows at one time
   */
  public record Scoring(double minCoverage, int topFeatures, Duration hold, int maxSeries) {
    /** Below half of its features a host is not the host that the model knows. */
    public static final double DEFAULT_MIN_COVERAGE = 0.5;

    /** As many as fit into a message on a phone; they hold most of the error. */
    public static final int DEFAULT_TOP_FEATURES = 5;

    /** Longer than an alert's {@code for} and group interval, so that its annotation finds them. */
    public static final Duration DEFAULT_HOLD = Duration.ofMinutes(15);

    /** 1,000 instances with 5 features each: a whole fleet in trouble, and still a small scrape. */
    public static final int DEFAULT_MAX_SERIES = 5_000;
  }
}
