package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the board remembers of one instance. Guarded by the board's lock. */
final class BoardEntry {
  /** Drift looks at about the last hour. */
  private static final Duration DRIFT_HALF_LIFE = Duration.ofHours(1);

  /**
   * An anomaly is an incident of the host and says nothing of the model, until it lasts so long: an
   * incident of that length is rare, and a change that stays is an anomaly without end.
   */
  private static final Duration LONGEST_INCIDENT = Duration.ofHours(6);

  private final Labels instance;
  private InstanceState state = InstanceState.STALE;
  private double score = Double.NaN;
  private double error = Double.NaN;
  private double threshold = Double.NaN;
  private double coverage = Double.NaN;
  private double drift = Double.NaN;
  private @Nullable Instant scoredAt;
  private @Nullable Instant updatedAt;
  private Instant seenAt;
  private @Nullable Instant anomalousSince;
  private @Nullable Instant anomalousAt;
  private List<FeatureReading> worst = List.of();
  private @Nullable Scores scores;
  private int index;

  BoardEntry(Labels instance, Instant seenAt) {
    this.instance = instance;
    this.seenAt = seenAt;
  }

  /**
   * Takes what a run found.
   *
   * @return true where a new anomaly begins with it
   */
  boolean update(Scores scores, int index, Instant now, BoardOptions options) {
    state = scores.state(index);
    score = scores.score(index);
    error = scores.error(index);
    threshold = scores.threshold(index);
    coverage = scores.coverage(index);
    updatedAt = now;
    seenAt = now;
    this.scores = scores;
    this.index = index;
    if (Double.isNaN(score)) {
      return false;
    }
    scoredAt = scores.time();
    boolean begins = score > 1 && !isInAnomaly(now);
    if (score > 1) {
      anomalousSince = begins ? now : anomalousSince;
      anomalousAt = now;
      worst = worst(scores, index, options.topFeatures());
    }
    if (!isInIncident(now)) {
      updateDrift(error / scores.typicalError(index), options.scoringInterval());
    }
    return begins;
  }

  private boolean isInAnomaly(Instant now) {
    return anomalousAt != null && !now.isAfter(anomalousAt.plus(Episode.GAP));
  }

  /** In an anomaly that is not longer than an incident. */
  private boolean isInIncident(Instant now) {
    return isInAnomaly(now)
        && anomalousSince != null
        && !now.isAfter(anomalousSince.plus(LONGEST_INCIDENT));
  }

  private void updateDrift(double ratio, Duration interval) {
    double weight = 1 - Math.pow(0.5, (double) interval.toMillis() / DRIFT_HALF_LIFE.toMillis());
    drift = Double.isNaN(drift) ? ratio : drift + weight * (ratio - drift);
  }

  private static List<FeatureReading> worst(Scores scores, int index, int count) {
    return IntStream.range(0, scores.features().size())
        .filter(input -> scores.share(index, input) > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(input -> -scores.share(index, input)))
        .limit(count)
        .map(input -> reading(scores, index, input))
        .toList();
  }

  private static FeatureReading reading(Scores scores, int index, int input) {
    FeatureSet features = scores.features();
    return new FeatureReading(
        features.name(input),
        features.unit(input),
        scores.share(index, input),
        exact(scores.actual(index, input)),
        exact(scores.expected(index, input)));
  }

  /** The double that prints as the float does: 0.3, not 0.30000001192092896. */
  private static double exact(float value) {
    return Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : value;
  }

  /** Prometheus no longer has the instance. */
  void vanish() {
    state = InstanceState.VANISHED;
    scores = null;
  }

  Labels instance() {
    return instance;
  }

  Instant seenAt() {
    return seenAt;
  }

  /** NaN without any, during an incident, and once the instance has vanished. */
  double drift(Instant now) {
    return state == InstanceState.VANISHED || isInIncident(now) ? Double.NaN : drift;
  }

  /** For the order in which features are shown where not all can be: the highest scores first. */
  double severity() {
    return Double.isNaN(score) ? 0 : score;
  }

  boolean showsFeatures(Instant now, BoardOptions options) {
    return anomalousAt != null && !now.isAfter(anomalousAt.plus(options.hold()));
  }

  int shownFeatures() {
    return worst.size();
  }

  InstanceReading read(Instant now, BoardOptions options, boolean withFeatures) {
    InstanceState current = state(now, options);
    boolean scored = current == InstanceState.OK || current == InstanceState.WARMING_UP;
    return new InstanceReading(
        instance,
        current,
        scored ? score : Double.NaN,
        scored ? error : Double.NaN,
        scored ? threshold : Double.NaN,
        current == InstanceState.VANISHED || current == InstanceState.STALE ? Double.NaN : coverage,
        scoredAt,
        seenAt,
        withFeatures ? worst : List.of());
  }

  private InstanceState state(Instant now, BoardOptions options) {
    if (state == InstanceState.VANISHED) {
      return state;
    }
    Duration patience = options.scoringInterval().multipliedBy(4);
    // Where the clock was set back, a result of the future is as old as nobody knows.
    return updatedAt == null || Duration.between(updatedAt, now).abs().compareTo(patience) > 0
        ? InstanceState.STALE
        : state;
  }

  List<FeatureReading> features() {
    List<FeatureReading> all = new ArrayList<>();
    if (scores != null) {
      for (int input = 0; input < scores.features().size(); input++) {
        all.add(reading(scores, index, input));
      }
    }
    return all;
  }
}
