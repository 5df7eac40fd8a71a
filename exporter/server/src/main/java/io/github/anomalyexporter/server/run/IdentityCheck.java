package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.http.RequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether each instance of a detector is one host. A series that ends overlaps with its
 * successor for a while, therefore only findings of two consecutive checks are reported. A failed
 * check changes nothing; the next scoring run reports the cause.
 */
public final class IdentityCheck implements Run {
  /** Longer than the lookback of Prometheus for series that have ended. */
  public static final Duration INTERVAL = Duration.ofMinutes(6);

  private static final Logger LOGGER = LoggerFactory.getLogger(IdentityCheck.class);

  private final DetectorState state;
  private final Discovery discovery;
  private Set<Labels> last = Set.of();
  private boolean started;

  public IdentityCheck(DetectorState state, Discovery discovery) {
    this.state = state;
    this.discovery = discovery;
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    if (!started) {
      // Skips the first call: at startup the requests for scoring have priority.
      started = true;
      return;
    }
    Instant time = scheduled.minus(state.config().timing().queryOffset());
    try {
      check(state.queries().get(), time);
    } catch (RequestException e) {
      LOGGER.debug(
          "detector {}: identity check failed, ambiguous instances are unknown: {}",
          state.config().name(),
          e.getMessage());
    }
  }

  private void check(DetectorQueries queries, Instant time) throws InterruptedException {
    Set<Labels> found = discovery.shared(queries, time);
    Set<Labels> lasting = new TreeSet<>(found);
    lasting.retainAll(last);
    AmbiguousInstances ambiguous = discovery.ambiguous(queries, lasting, time);
    AmbiguousInstances before = state.ambiguous().orElse(AmbiguousInstances.NONE);
    last = found;
    state.ambiguous(ambiguous);
    if (!ambiguous.isEmpty() && !sameKind(ambiguous, before)) {
      LOGGER.warn(
          "detector {}: {} instances are ambiguous, such as {}: {}",
          state.config().name(),
          ambiguous.instances().size(),
          ambiguous.instances().get(0),
          ambiguous.advice());
    } else if (ambiguous.isEmpty() && !before.isEmpty()) {
      LOGGER.info("detector {}: no instance is ambiguous any more", state.config().name());
    }
  }

  private static boolean sameKind(AmbiguousInstances one, AmbiguousInstances other) {
    return !other.isEmpty() && one.advice().equals(other.advice());
  }
}
