package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.samples.Appended.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples of one detector in one file. A sample is durable when it was appended: it survives the
 * end of the process and of the machine at any moment. Bounded by {@link SampleLimits}: what is too
 * old is removed relative to the newest sample, but never relative to a time in the future.
 *
 * <p>Safe for use by several threads: batches are appended one after another, reading waits for no
 * batch and sees each of them completely or not at all, possibly just before it is durable.
 * Interrupts have no effect. A file may be open once: {@code store.StorageLock} excludes other
 * processes.
 */
public final class SampleStore implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SampleStore.class);

  private final SampleFiles files;
  private final List<String> features;
  private final SampleLimits limits;
  private final InstantSource clock;

  /** Held by the thread that appends. */
  private final ReentrantLock writing = new ReentrantLock();

  /** Lock of the content, held for moments: while it is changed in memory, or a snapshot taken. */
  private final Object changing = new Object();

  private Content content;
  private Upkeep upkeep;
  private boolean closed;

  private SampleStore(
      SampleFiles files, List<String> features, SampleLimits limits, InstantSource clock) {
    this.files = files;
    this.features = List.copyOf(features);
    this.limits = limits;
    this.clock = clock;
    this.content = files.openOrSetAside(this.features, limits.step().toMillis(), clock);
    this.upkeep = new Upkeep(content, changing, limits);
  }

  /**
   * Opens the store of a file, which is created if it does not exist, with its directory. A damaged
   * file is renamed, and an empty one takes its place; the log names both. The columns of the file
   * are matched with the features by name: a feature that the file does not have is missing in its
   * rows, and a column that is no feature any more stays in the file.
   *
   * @param features names of the features, in the order of samples and frames; without line breaks
   * @param clock limits the time relative to which old samples are removed
   * @throws SampleStoreException if the file cannot be opened for another reason
   */
  public static SampleStore open(
      Path file, List<String> features, SampleLimits limits, InstantSource clock) {
    return open(new SampleFiles(file, PlainFile.SCHEME), features, limits, clock);
  }

  static SampleStore open(
      SampleFiles files, List<String> features, SampleLimits limits, InstantSource clock) {
    return new SampleStore(files, features, limits, clock);
  }

  /**
   * Appends samples; they are durable when this method returns. A sample is identified by instance
   * and time: appending it again changes nothing, whatever its values are. Samples of the future
   * are accepted.
   *
   * @throws SampleStoreException if they cannot be stored, for example because the disk is full;
   *     then none of them is, what was stored before can be read, and the next call tries again
   */
  public Appended append(List<Sample> samples) {
    for (Sample sample : samples) {
      if (sample.values().length != features.size()) {
        throw new IllegalArgumentException(
            sample.values().length + " values, expected " + features.size());
      }
    }
    writing.lock();
    try {
      Content writable = opened();
      long now = clock.millis();
      Appended appended;
      synchronized (changing) {
        appended = new Batch(writable, limits).add(samples, now);
      }
      if (appended.count(Outcome.ADDED) > 0) {
        writable.file().commit();
        keepBounded(now);
      }
      return appended;
    } catch (MVStoreException e) {
      abandon();
      throw files.notWritten(e);
    } catch (RuntimeException | Error e) {
      abandon();
      throw e;
    } finally {
      writing.unlock();
    }
  }

  /** What was appended is durable by now, and remains so if this fails. */
  private void keepBounded(long now) {
    try {
      upkeep.run(now);
    } catch (MVStoreException e) {
      LOGGER.warn("old samples are not removed: {}", files.notWritten(e).getMessage());
      abandon();
    }
  }

  /**
   * Returns the instances that have a sample after a time, up to and including another; sorted.
   *
   * @throws SampleStoreException if the file cannot be read
   */
  public List<Labels> instances(Instant after, Instant to) {
    return read(reading -> reading.instances(after.toEpochMilli(), to.toEpochMilli()));
  }

  /**
   * Returns the length of the history of each instance without gaps: the number of rows of the grid
   * that have a sample, times the step. Instances without such a row are not in the result.
   *
   * @param end the last row is the last multiple of the step that is not after it
   * @param atMost length of the range of the rows
   * @throws SampleStoreException if the file cannot be read
   */
  public Map<Labels, Duration> histories(Instant end, Duration atMost) {
    return read(reading -> reading.histories(end.toEpochMilli(), atMost.toMillis()));
  }

  /**
   * Returns a frame with the features as columns. Its row at a time takes the last sample of the
   * step before, {@code (time - step, time]}, and is missing without one. For windows of any phase;
   * in rows older than {@link SampleLimits#window} that are not on multiples of the step, a sample
   * that a later one of the same step replaced is missing.
   *
   * @param instances identity labels, in the order of the frame; those of unknown instances are
   *     missing in all rows
   * @param range with any step
   * @throws SampleStoreException if the file cannot be read
   */
  public Frame frame(List<Labels> instances, TimeRange range) {
    return read(reading -> reading.frame(features, instances, range));
  }

  /**
   * Copies the file, so that another process can read it. Appending waits meanwhile.
   *
   * @param target is replaced if it exists
   * @throws SampleStoreException if it cannot be copied
   */
  public void copyTo(Path target) {
    writing.lock();
    try {
      opened().file().commit();
      files.copyTo(target);
    } catch (MVStoreException e) {
      abandon();
      throw files.notRead(e);
    } finally {
      writing.unlock();
    }
  }

  /** Reads a snapshot; once more, without writers, if a failed write has closed the file. */
  private <R> R read(Function<Reading, R> reader) {
    try (Reading reading = reading()) {
      return reader.apply(reading);
    } catch (MVStoreException e) {
      return readAlone(reader);
    }
  }

  private <R> R readAlone(Function<Reading, R> reader) {
    writing.lock();
    try {
      opened();
      try (Reading reading = reading()) {
        return reader.apply(reading);
      }
    } catch (MVStoreException e) {
      throw files.notRead(e);
    } finally {
      writing.unlock();
    }
  }

  private Reading reading() {
    synchronized (changing) {
      requireOpen();
      return Reading.of(content);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
  }

  /** Returns the content, opened again after a failure. */
  private Content opened() {
    synchronized (changing) {
      requireOpen();
      if (content.file().isClosed()) {
        content = files.open(features, limits.step().toMillis());
        upkeep = new Upkeep(content, changing, limits);
      }
      return content;
    }
  }

  /** Forgets what is not committed. */
  private void abandon() {
    synchronized (changing) {
      content.file().abandon();
    }
  }

  /** Closes the file; does nothing if it is closed. */
  @Override
  public void close() {
    writing.lock();
    try {
      synchronized (changing) {
        if (!closed) {
          closed = true;
          content.file().close();
        }
      }
    } catch (MVStoreException e) {
      LOGGER.warn("{}", files.notWritten(e).getMessage());
    } finally {
      writing.unlock();
    }
  }
}
