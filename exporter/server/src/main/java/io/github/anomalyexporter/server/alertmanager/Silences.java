package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences for all detectors, in memory and in a file. Updated by one thread; may be read by any
 * thread.
 */
final class Silences {
  private static final Logger LOGGER = LoggerFactory.getLogger(Silences.class);

  /**
   * The file also contains the end of the known time, for which an accuracy of an hour suffices.
   */
  private static final Duration WRITE_AGAIN_AFTER = Duration.ofHours(1);

  /**
   * Silences at one time and their expressions, compiled by the reading thread and not by scrapes.
   */
  record Reading(KnownSilences known, CompiledExpressions expressions) {
    static Reading of(KnownSilences known) {
      return new Reading(known, CompiledExpressions.of(known.silences()));
    }
  }

  /** Silences named in the log. */
  private static final int MOST_NAMED = 5;

  private static final int LONGEST_NAMED = 100;

  private final SilencesFile file;
  private volatile Duration remember;
  private final CountDownLatch firstReading = new CountDownLatch(1);
  private final List<WeakReference<Runnable>> afterReading = new CopyOnWriteArrayList<>();
  private volatile Reading reading;
  private KnownSilences written;
  private boolean tooMany;
  private boolean cannotWrite;
  private boolean writesNothing;

  /**
   * @param remember time for which silences are kept after their end
   */
  Silences(SilencesFile file, Duration remember) {
    this.file = file;
    this.remember = remember;
    this.written = file.read();
    this.reading = Reading.of(written);
  }

  /** Disables writes to the file. */
  void writeNothing() {
    writesNothing = true;
  }

  /** Returns the last reading. */
  Reading last() {
    return reading;
  }

  /** See {@link Alertmanager#remember}. */
  void remember(Duration afterItsEnd) {
    remember = afterItsEnd;
  }

  /**
   * Registers an action to run after each reading, on the reading thread. Only weakly referenced,
   * so that the action of a replaced detector is garbage-collected.
   */
  void onRead(Runnable action) {
    afterReading.add(new WeakReference<>(action));
  }

  private void afterReading() {
    afterReading.removeIf(reference -> reference.get() == null);
    for (WeakReference<Runnable> reference : afterReading) {
      Runnable action = reference.get();
      if (action != null) {
        action.run();
      }
    }
  }

  /** Processes a response of Alertmanager. */
  void read(List<Silence> answer, Instant time) {
    KnownSilences before = reading.known();
    KnownSilences next = before.updated(answer, time, time.minus(remember));
    boolean same = next.silences().equals(before.silences());
    Reading read = same ? new Reading(next, reading.expressions()) : Reading.of(next);
    warnOfUnreadable(read);
    warnOfTooMany(answer, next, time);
    reading = read;
    afterReading();
    write(next, time);
    firstReading.countDown();
  }

  /** Records that Alertmanager did not answer; the known silences stay unchanged. */
  void notRead() {
    firstReading.countDown();
  }

  /**
   * Waits until the first reading since the start has succeeded or failed, so that a training at
   * startup uses the available silences.
   *
   * @param patience maximum time to wait
   */
  void awaitFirstReading(Duration patience) throws InterruptedException {
    boolean ended = firstReading.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    LOGGER.debug("first reading of the silences has ended: {}", ended);
  }

  /** Warns once per silence: some expressions are valid in Go and not in RE2/J. */
  private void warnOfUnreadable(Reading next) {
    Set<String> old = ids(reading.known());
    int unreadable = 0;
    for (Silence silence : next.known().silences()) {
      Optional<LabelMatcher> matcher =
          old.contains(silence.id()) ? Optional.empty() : silence.unreadable(next.expressions());
      if (matcher.isPresent() && ++unreadable <= MOST_NAMED) {
        LOGGER.warn(
            "silence {} matches no instance: the regular expression of {} cannot be used",
            shortened(silence.id()),
            shortened(matcher.get().name()));
      }
    }
    if (unreadable > MOST_NAMED) {
      LOGGER.warn(
          "{} more silences match no instance: their regular expressions cannot be used, individually or in total",
          unreadable - MOST_NAMED);
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_NAMED ? text : text.substring(0, LONGEST_NAMED) + "...";
  }

  /** Warns once, when the limit is first exceeded. */
  private void warnOfTooMany(List<Silence> answer, KnownSilences next, Instant time) {
    Set<String> kept = ids(next);
    long left =
        answer.stream()
            .filter(silence -> silence.isEverInForce() && silence.endsAt().isAfter(time))
            .filter(silence -> !kept.contains(silence.id()))
            .count();
    if (left > 0 && !tooMany) {
      LOGGER.warn(
          "{} silences are ignored because there are too many or they are too long: the limits are {} silences and {} characters of matchers in total",
          left,
          KnownSilences.MOST,
          KnownSilences.LARGEST);
    }
    tooMany = left > 0;
  }

  private static Set<String> ids(KnownSilences known) {
    return known.silences().stream().map(Silence::id).collect(Collectors.toSet());
  }

  private void write(KnownSilences next, Instant time) {
    Span span = next.span();
    Span before = written.span();
    boolean news =
        before == null
            || !next.silences().equals(written.silences())
            || !time.isBefore(before.until().plus(WRITE_AGAIN_AFTER));
    if (span == null || !news || writesNothing) {
      return;
    }
    try {
      file.write(next.silences(), span);
      written = next;
      cannotWrite = false;
    } catch (IOException e) {
      if (!cannotWrite) {
        LOGGER.warn("silences cannot be stored and will be lost at a restart: {}", e.toString());
      }
      cannotWrite = true;
    }
  }
}
