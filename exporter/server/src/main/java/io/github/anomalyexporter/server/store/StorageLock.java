package io.github.anomalyexporter.server.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one exporter that serves from a storage directory. The system lets go of it when the
 * process ends, however it ends.
 */
public final class StorageLock implements AutoCloseable {
  private final FileChannel channel;

  private StorageLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws ModelStoreException where the directory cannot be written to, or another process holds
   *     it
   */
  public static StorageLock acquire(Path storage) {
    try {
      Files.createDirectories(storage);
      FileChannel channel =
          FileChannel.open(
              storage.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new ModelStoreException(
            storage,
            "expected a storage of its own, found another anomaly-exporter using it; set --storage.path");
      }
      return new StorageLock(channel);
    } catch (IOException e) {
      throw new ModelStoreException(
          storage,
          "expected a directory that can be written to, found %s; set --storage.path"
              .formatted(FailureReason.of(e)),
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
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
