package io.github.anomalyexporter.server.prometheus;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the warnings of responses, each text once: the same query comes every few seconds. Infos are
 * for who debugs: Prometheus 3 has one for each rate over a counter whose name lacks {@code
 * _total}, as many of node_exporter's do.
 */
final class Notices {
  /** Beyond which texts seem to differ each time, and are not logged any more. */
  private static final int MAX_TEXTS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

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
      log.warn("the warnings seem to differ each time: further new ones are not logged");
    }
    return true;
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
  }
}
