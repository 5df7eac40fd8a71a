package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.recent.RecentScores;
import io.github.anomalyexporter.server.recent.ScorePoint;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores the last hours once, when a detector has a model and has scored for the first time after a
 * start or after its first training, so that the scores over time do not begin at that moment. They
 * are those of the active model, without a raise of thresholds; no alert and no metric follows from
 * them. Independent of scoring and training.
 */
public final class PastScoring implements Run {
  /** Interval of the check whether it is possible. */
  public static final Duration CHECK = Duration.ofSeconds(30);

  /** Steps of which {@link RecentScores} has each. */
  static final int STEPS = 360;

  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private static final Logger LOGGER = LoggerFactory.getLogger(PastScoring.class);

  private final DetectorState state;
  private final PastRows source;
  private Instant next = Instant.MIN;
  private boolean done;

  public PastScoring(DetectorState state, PastRows source) {
    this.state = state;
    this.source = source;
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    Optional<Instant> last = state.lastScoring();
    List<Labels> instances = List.copyOf(state.board().known().keySet());
    boolean isDue = !scheduled.isBefore(next) || next.isAfter(scheduled.plus(AFTER_FAILURE));
    if (done || last.isEmpty() || !isDue || state.model().trained() == null) {
      return;
    }
    int steps = steps(instances.size());
    next = scheduled.plus(AFTER_FAILURE);
    try {
      if (steps > 0 && !instances.isEmpty()) {
        score(instances, last.get(), steps);
      }
      done = true;
    } catch (RequestException | SampleStoreException | AmbiguousSeriesException e) {
      LOGGER.warn(
          "detector {}: the last hours are not scored, scores over time begin now: {}",
          state.config().name(),
          e.getMessage());
    }
  }

  /** Returns the steps that fit into the values of one reading: a larger fleet has fewer. */
  private int steps(int instances) {
    long features = state.config().features().features().size();
    long rows = PastRows.MOST_VALUES / Math.max(1, instances * features);
    return (int) Math.min(STEPS, rows - before());
  }

  private int before() {
    return state.config().training().rowsBefore();
  }

  private void score(List<Labels> instances, Instant end, int steps) throws InterruptedException {
    Duration step = state.config().timing().step();
    Instant last =
        Instant.ofEpochMilli(Math.floorDiv(end.toEpochMilli(), step.toMillis()) * step.toMillis());
    Frame frame = source.rows(instances, TimeRange.endingAt(last, step, steps + before()));
    for (int instance = 0; instance < instances.size(); instance++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<ScorePoint> points =
          state
              .model()
              .scoreRows(frame, instance)
              .map(found -> points(found.scores().last(steps)))
              .orElseGet(List::of);
      state.recentScores().addPast(instances.get(instance), points);
    }
  }

  private static List<ScorePoint> points(Scores scores) {
    List<ScorePoint> points = new ArrayList<>();
    for (int row = 0; row < scores.rows(); row++) {
      if (!Double.isNaN(scores.score(row))) {
        points.add(
            new ScorePoint(
                scores.time(row), scores.score(row), scores.threshold(row), scores.error(row)));
      }
    }
    return points;
  }
}
