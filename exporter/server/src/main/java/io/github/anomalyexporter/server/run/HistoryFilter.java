package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.LearnableHistory;
import io.github.anomalyexporter.server.exemption.PastExemptions;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves exempt rows out of a history, and warns if more of them are exempt than may be. */
final class HistoryFilter {
  private static final Logger LOGGER = LoggerFactory.getLogger(HistoryFilter.class);

  /** Instances named in one log line. */
  private static final int MOST_NAMED = 5;

  private final String detector;
  private final Exemptions exemptions;

  HistoryFilter(String detector, Exemptions exemptions) {
    this.detector = detector;
    this.exemptions = exemptions;
  }

  LearnableHistory learnable(Frame history, Duration rateWindow) throws InterruptedException {
    PastExemptions exempt = exemptions.during(history.instances(), history.range());
    LearnableHistory learnable = LearnableHistory.of(history, exempt, rateWindow);
    List<Labels> limited = learnable.limited();
    if (!limited.isEmpty()) {
      LOGGER.warn(
          "detector {}: alerts, silences and the calendar cover more of the history of {} instances"
              + " than may be left out, the oldest covered part is used for training: {}{}; check for alerts that always fire, silences without an end, calendar entries that are too long",
          detector,
          limited.size(),
          limited.subList(0, Math.min(MOST_NAMED, limited.size())),
          limited.size() > MOST_NAMED ? " and others" : "");
    }
    return learnable;
  }
}
