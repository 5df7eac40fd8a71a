package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses for the newest row between each feature's expression and its recorded series. The
 * recorded series are read where they are fresh and complete. Each run compares one feature with
 * its expression, in turn, so that hosts whose Prometheus does not evaluate the rules are noticed
 * without the cost of all expressions; and at once each feature with fewer fresh series than in the
 * run before. For use by one thread at a time.
 */
public final class NewestQueries {
  private static final Logger LOGGER = LoggerFactory.getLogger(NewestQueries.class);

  /** The first windows need no newest row: they are queried as ranges, and have priority. */
  private static final Duration FIRST_LOOK = Duration.ofMinutes(2);

  /** While nothing is recorded: rules are added rarely. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  private final DetectorConfig config;
  private final RecordedSeries series;
  private @Nullable DetectorQueries queries;
  private List<RecordedFeature> features = List.of();
  private Instant nextLook = Instant.MIN;
  private int[] lastCounts = {};
  private BitSet compared = new BitSet();
  private BitSet complete = new BitSet();
  private BitSet used = new BitSet();
  private int turn;

  public NewestQueries(PrometheusClient client, DetectorConfig config) {
    this.config = config;
    this.series = new RecordedSeries(client, config);
  }

  /**
   * Returns the queries for a row at a time that is about the current time: the given queries, with
   * recorded series in place of expressions. They are not for past rows, which may be older than
   * the rules.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if Prometheus cannot be queried
   */
  public DetectorQueries choose(DetectorQueries current, Instant time) throws InterruptedException {
    if (!current.equals(queries)) {
      begin(current, time);
    }
    if (features.isEmpty() || (used.isEmpty() && time.isBefore(nextLook))) {
      return current;
    }
    nextLook = time.plus(LOOK_AGAIN);
    use(look(time));
    return reading(current, features, used);
  }

  /** Returns queries in which some expressions are replaced by the recorded series. */
  public static DetectorQueries reading(
      DetectorQueries queries, List<RecordedFeature> features, BitSet recorded) {
    List<String> expressions = new ArrayList<>(queries.features());
    recorded.stream().forEach(i -> expressions.set(i, features.get(i).query()));
    return queries.withFeatures(expressions);
  }

  private void begin(DetectorQueries current, Instant time) {
    boolean first = queries == null;
    queries = current;
    features = RecordedFeature.of(config, current);
    lastCounts = new int[features.size()];
    compared = new BitSet();
    complete = new BitSet();
    turn = 0;
    nextLook = first ? time.plus(FIRST_LOOK) : time;
  }

  private BitSet look(Instant time) throws InterruptedException {
    int[] counts = series.fresh(features, time);
    BitSet fresh = new BitSet();
    BitSet due = new BitSet();
    for (int i = 0; i < counts.length; i++) {
      fresh.set(i, counts[i] > 0);
      boolean fewer = complete.get(i) && counts[i] < lastCounts[i];
      due.set(i, counts[i] > 0 && (!compared.get(i) || i == turn || fewer));
    }
    lastCounts = counts;
    turn = (turn + 1) % counts.length;
    if (!due.isEmpty()) {
      complete.andNot(due);
      complete.or(series.complete(features, due, time));
      compared.or(due);
    }
    fresh.and(complete);
    return fresh;
  }

  private void use(BitSet chosen) {
    if (chosen.equals(used)) {
      return;
    }
    used = chosen;
    String others =
        IntStream.range(0, features.size())
            .filter(i -> !chosen.get(i))
            .mapToObj(i -> features.get(i).feature())
            .collect(Collectors.joining(", "));
    LOGGER.info(
        "detector {}: {} of {} features are read from recorded series{}",
        config.name(),
        chosen.cardinality(),
        features.size(),
        others.isEmpty() ? "" : "; from their expressions: " + others);
  }
}
