package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.Inference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Configuration of a detector: its instances, features and times.
 *
 * @param name value of the {@code detector} label, and the directory in the storage
 * @param type kind of the detector
 * @param minCoverage minimum share of expected cells that must be present for a score
 */
public record DetectorConfig(
    String name,
    DetectorKind type,
    Source source,
    Timing timing,
    History history,
    FeatureSet features,
    ModelConfig model,
    double minCoverage,
    Explanation explanation) {

  /**
   * With less than half of its features, a host is not comparable to the host the model was trained
   * on.
   */
  public static final double DEFAULT_MIN_COVERAGE = 0.5;

  /** Name of the detector that runs without a configuration. */
  public static final String DEFAULT_NAME = "node";

  public static final String DEFAULT_PRESET = "node-exporter";

  /** Returns this detector with other features, their step, and another seed. */
  public DetectorConfig with(FeatureSet otherFeatures, long seed) {
    return new DetectorConfig(
        name,
        type,
        source,
        timing,
        history,
        otherFeatures,
        model.with(otherFeatures.step(), seed),
        minCoverage,
        explanation);
  }

  /** Returns this detector with another way to run networks. */
  public DetectorConfig with(Inference inference) {
    return new DetectorConfig(
        name,
        type.with(inference),
        source,
        timing,
        history,
        features,
        model,
        minCoverage,
        explanation);
  }

  /** Returns the training of this detector. */
  public DetectorTraining training() {
    return new DetectorTraining(
        type,
        features,
        new ModelOptions(
            model.layers(), model.training(), model.threshold()::optionsFor, minCoverage));
  }

  /**
   * Source of the series.
   *
   * @param kind with another one than Prometheus, selector, replica labels, discovery and scrape
   *     interval are empty
   * @param selector label matchers without braces, inserted into every expression; may be empty
   * @param identityLabels labels that identify an instance, including {@code instance}
   * @param replicaLabels labels that distinguish replicas of an instance's series; may be empty
   * @param discovery PromQL with placeholders that returns one series per instance
   * @param scrapeInterval of the instances; empty to measure it in Prometheus
   * @param maxInstances maximum number of watched instances
   */
  public record Source(
      SourceKind kind,
      String selector,
      List<String> identityLabels,
      List<String> replicaLabels,
      String discovery,
      Optional<Duration> scrapeInterval,
      int maxInstances) {

    /**
     * Labels that Prometheus adds to each target; sites with several clusters add the cluster
     * label.
     */
    public static final List<String> DEFAULT_IDENTITY_LABELS = List.of("instance", "job");

    /** Also without a limit of the heap a typing error must not query for millions of hosts. */
    static final int MOST_INSTANCES = 100_000;

    /** Heap of a scoring process without instances, in bytes. */
    private static final long HEAP = 64 << 20;

    /**
     * Heap of an instance of the preset, in bytes: its model, twice while a new one is loaded, its
     * rows, and their state.
     */
    private static final long HEAP_OF_INSTANCE = 256 << 10;

    /** Ratio of {@code Runtime.maxMemory()} to {@code -Xmx} with the options of the launcher. */
    private static final double WITHOUT_SURVIVOR_SPACE = 0.98;

    private static final int FEWEST_INSTANCES = 100;

    /**
     * Returns the number of instances of a detector that does not configure it: as many as the heap
     * of the process has room for.
     *
     * @param heap maximum memory of the JVM in bytes
     */
    static int instancesFor(long heap) {
      long configured = (long) (heap / WITHOUT_SURVIVOR_SPACE);
      long room = Math.max(0, configured - HEAP) / HEAP_OF_INSTANCE;
      return (int) Math.max(FEWEST_INSTANCES, Math.min(MOST_INSTANCES, room));
    }

    public Source {
      identityLabels = List.copyOf(identityLabels);
      replicaLabels = List.copyOf(replicaLabels);
    }
  }

  /**
   * Times of scoring.
   *
   * @param step step of the rows of the model
   * @param scoringInterval interval of scoring runs; a divisor of the step
   * @param queryOffset time by which the end of the window lies before the run
   */
  public record Timing(Duration step, Duration scoringInterval, Duration queryOffset) {
    /**
     * Long enough for rates over several scrapes, short enough that a sudden incident covers a few
     * rows. A longer step adds delay, a shorter step adds noise and queries.
     */
    public static final Duration DEFAULT_STEP = Duration.ofMinutes(1);

    /** The usual scrape interval of Prometheus: a shorter interval yields no new data. */
    public static final Duration DEFAULT_SCORING_INTERVAL = Duration.ofSeconds(15);

    /**
     * One usual scrape interval, after which the newest scrape of every host has arrived. A smaller
     * offset detects incidents earlier but treats late scrapes as missing; remote write requires a
     * larger offset.
     */
    public static final Duration DEFAULT_QUERY_OFFSET = Duration.ofSeconds(15);
  }

  /**
   * History for trainings.
   *
   * @param length length of the history before a training
   * @param minHistory minimum history of an instance for its own model
   * @param trainingInterval interval of trainings
   */
  public record History(Duration length, Duration minHistory, Duration trainingInterval) {
    /**
     * Each day of the week once. A longer history covers rarer events and adapts more slowly to
     * changes.
     */
    public static final Duration DEFAULT_LENGTH = Duration.ofDays(7);

    /** A quarter of a day: enough rows to train on; until then the fleet's model scores. */
    public static final Duration DEFAULT_MIN_HISTORY = Duration.ofHours(6);

    /** Behaviour drifts within days, and a stale model is the main cause of false alarms. */
    public static final Duration DEFAULT_TRAINING_INTERVAL = Duration.ofHours(24);
  }

  /**
   * The features that explain a score.
   *
   * @param topFeatures number of contributions exported for an anomalous instance
   * @param hold time for which they are exported after the end of the anomaly
   * @param maxSeries maximum number of contributions exported by the detector
   */
  public record Explanation(int topFeatures, Duration hold, int maxSeries) {
    /** As many as fit into a message on a phone; they cover most of the error. */
    public static final int DEFAULT_TOP_FEATURES = 5;

    /** Longer than an alert's {@code for} and group interval, so that its annotation finds them. */
    public static final Duration DEFAULT_HOLD = Duration.ofMinutes(15);

    /**
     * 1,000 instances with 5 features each: an anomaly of the whole fleet, still a small scrape.
     */
    public static final int DEFAULT_MAX_SERIES = 5_000;
  }
}
