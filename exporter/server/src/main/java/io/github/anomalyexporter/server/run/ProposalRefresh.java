package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.recurrence.CalendarProposal;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.recurrence.ProposalSearch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches once a day for anomalies that recur and proposes calendar entries for them; the calendar
 * itself stays as it is. Proposals of the last successful search stay until the next one. A failed
 * search is repeated after an hour and is independent of scoring and training.
 */
public final class ProposalRefresh implements Run {
  /** Interval of the check whether a search is due. */
  public static final Duration CHECK = Duration.ofMinutes(10);

  private static final Duration INTERVAL = Duration.ofDays(1);

  private static final Duration AFTER_FAILURE = Duration.ofHours(1);

  private static final Logger LOGGER = LoggerFactory.getLogger(ProposalRefresh.class);

  private final DetectorState state;
  private final ProposalSearch search;
  private Instant next = Instant.MIN;
  private boolean started;
  private boolean failing;

  public ProposalRefresh(DetectorState state, ProposalSearch search) {
    this.state = state;
    this.search = search;
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    if (!started) {
      // Skips the first call: at startup the requests for scoring have priority.
      started = true;
      return;
    }
    // A next search further ahead than one interval means that the clock was set back.
    if (scheduled.isBefore(next) && !next.isAfter(scheduled.plus(INTERVAL))) {
      return;
    }
    String detector = state.config().name();
    try {
      next = scheduled.plus(AFTER_FAILURE);
      CalendarProposals found = search.proposals(scheduled);
      next = scheduled.plus(INTERVAL);
      log(found);
      state.proposed(found);
      if (failing) {
        LOGGER.info("detector {}: search for recurring anomalies recovered", detector);
        failing = false;
      }
    } catch (RequestException e) {
      if (!failing) {
        LOGGER.warn(
            "detector {}: search for recurring anomalies failed, calendar entries are not proposed: {}",
            detector,
            e.getMessage());
        failing = true;
      }
    }
  }

  private void log(CalendarProposals found) {
    List<CalendarProposal> unseen =
        state.proposals().map(found::newSince).orElseGet(found::proposals);
    if (!unseen.isEmpty()) {
      CalendarProposal first = unseen.get(0);
      LOGGER.info(
          "detector {}: {} new recurring anomalies without a calendar entry, such as {} for {} from {} {}; see: anomaly-exporter calendar",
          found.detector(),
          unseen.size(),
          first.affected().get(0),
          first.entry().duration(),
          first.entry().window().start(),
          first.entry().timeZone());
    }
  }
}
