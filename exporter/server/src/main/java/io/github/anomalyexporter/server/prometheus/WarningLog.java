package io.github.anomalyexporter.server.prometheus;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the warnings of responses, each text once because queries repeat every few seconds. Infos
 * are logged at debug level: Prometheus 3 returns an info for each rate over a counter whose name
 * lacks {@code _total}, such as many of node_exporter's counters.
 */
final class WarningLog {
  /**
   * Number of texts after which the texts are assumed to be always different and are no longer
   * logged.
   */
  private static final int MAX_TEXTS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(WarningLog.class);

  private final Set<String> seen = new HashSet<>();

  void log(String target, Envelope envelope) {
    for (String warning : envelope.warnings()) {
      if (isNew(warning)) {
        log.warn("{}: {}", target, oneLine(warning));
      }
    }
    for (String info : envelope.infos()) {
      if (isNew(info)) {
        log.debug("{}: {}", target, oneLine(info));
      }
    }
  }

  private synchronized boolean isNew(String text) {
    if (seen.size() == MAX_TEXTS || !seen.add(text)) {
      return false;
    }
    if (seen.size() == MAX_TEXTS) {
      log.warn("the warnings differ each time, further new warnings are not logged");
    }
    return true;
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }
}
