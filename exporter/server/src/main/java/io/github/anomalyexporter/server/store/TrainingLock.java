package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.server.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lock of the command {@code train} on a storage directory: of two processes that train at the same
 * time, each would remove the unfinished model of the other. It does not exclude an exporter that
 * serves the storage, which has {@link StorageLock}. The operating system releases it when the
 * process ends in any way. For use by one thread.
 */
public final class TrainingLock implements AutoCloseable {
  private static final String FILE = ".training.lock";

  private final FileChannel channel;

  private TrainingLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws ModelStoreException if the directory is not writable or another process has the lock
   */
  public static TrainingLock acquire(Path storage) {
    try {
      Files.createDirectories(storage);
      FileChannel channel =
          FileChannel.open(
              storage.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new ModelStoreException(
            storage,
            "expected no other training, found another anomaly-exporter train; run it again when that has ended");
      }
      return new TrainingLock(channel);
    } catch (IOException e) {
      throw new ModelStoreException(
          storage,
          "expected a directory that can be written to, found %s; set --storage.path"
              .formatted(FailureReason.of(e)),
          e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
