package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The silences of all detectors, in memory and in their file. One thread updates them, any may look
 * at them.
 */
final class Silences {
  private static final Logger LOGGER = LoggerFactory.getLogger(Silences.class);

  /** The file also says until when silences are known; for that an hour is near enough. */
  private static final Duration WRITE_AGAIN_AFTER = Duration.ofHours(1);

  private final SilencesFile file;
  private final Duration remember;
  private final CountDownLatch firstReading = new CountDownLatch(1);
  private volatile KnownSilences known;
  private KnownSilences written;
  private boolean cannotWrite;

  /**
   * @param remember for how long after its end a silence is of use
   */
  Silences(SilencesFile file, Duration remember) {
    this.file = file;
    this.remember = remember;
    this.known = file.read();
    this.written = known;
  }

  /** As of the last reading. */
  KnownSilences known() {
    return known;
  }

  /** Alertmanager has answered. */
  void read(List<Silence> answer, Instant time) {
    warnOfUnreadable(answer);
    known = known.updated(answer, time, time.minus(remember));
    write(known, time);
    firstReading.countDown();
  }

  /** Alertmanager has not answered: what is known stays. */
  void notRead() {
    firstReading.countDown();
  }

  /**
   * Waits until the first reading since the start has ended, well or not, so that a training at the
   * start knows what can be known.
   *
   * @param patience waits no longer than this
   */
  void awaitFirstReading(Duration patience) throws InterruptedException {
    boolean ended = firstReading.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    LOGGER.debug("first reading of the silences has ended: {}", ended);
  }

  /** Once of each: there are expressions that Go takes and RE2/J does not. */
  private void warnOfUnreadable(List<Silence> answer) {
    Set<Silence> old = new HashSet<>(known.silences());
    for (Silence silence : answer) {
      if (!old.contains(silence)) {
        silence
            .unreadable()
            .ifPresent(
                matcher ->
                    LOGGER.warn(
                        "silence {} is taken to match nobody: the regular expression of {} cannot be read",
                        silence.id(),
                        matcher.name()));
      }
    }
  }

  private void write(KnownSilences next, Instant time) {
    Span span = next.span();
    Span before = written.span();
    boolean news =
        before == null
            || !next.silences().equals(written.silences())
            || !time.isBefore(before.until().plus(WRITE_AGAIN_AFTER));
    if (span == null || !news) {
      return;
    }
    try {
      file.write(next.silences(), span);
      written = next;
      cannotWrite = false;
    } catch (IOException e) {
      if (!cannotWrite) {
        LOGGER.warn("silences cannot be remembered beyond a restart: {}", e.toString());
      }
      cannotWrite = true;
    }
  }
}
