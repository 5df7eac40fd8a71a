package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.run.Run;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Run that reads the silences of Alertmanager. Failures are counted by the metrics, and the first
 * failure and the recovery are logged; other runs are not affected. It runs on its schedule, and
 * after each change of a silence by the exporter; the later of two waits for the other.
 */
final class SilenceRefresh implements Run {
  private static final Logger LOGGER = LoggerFactory.getLogger(SilenceRefresh.class);

  private final AlertmanagerClient client;
  private final Silences silences;
  private final AlertmanagerMetrics metrics;
  private final InstantSource clock;
  private boolean failing;

  SilenceRefresh(
      AlertmanagerClient client,
      Silences silences,
      AlertmanagerMetrics metrics,
      InstantSource clock) {
    this.client = client;
    this.silences = silences;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public synchronized void run(Instant scheduled) throws InterruptedException {
    // The time of the request: silences created during the request may be missing in the response.
    Instant asked = clock.instant();
    List<Silence> answer;
    try {
      answer = client.silences();
    } catch (RequestException e) {
      silences.notRead();
      if (failing) {
        LOGGER.debug("silences still cannot be read: {}", e.getMessage());
      } else {
        LOGGER.warn(
            "silences cannot be read, known silences apply until their end: {}", e.getMessage());
      }
      failing = true;
      return;
    }
    silences.read(answer, asked);
    metrics.silencesRead(asked);
    if (failing) {
      LOGGER.info("reading silences recovered");
      failing = false;
    }
  }
}
