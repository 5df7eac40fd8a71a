package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.server.failure.FailureReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lock of a storage directory by the exporter that uses it. The operating system releases it when
 * the process ends in any way. The lock is a file lock: if the file is removed, the lock no longer
 * excludes other processes, which would create and lock a new file. Therefore {@link #require}
 * checks before each write whether the file is still the locked file.
 */
public final class StorageLock implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StorageLock.class);
  private static final String FILE = ".lock";

  /** File locks belong to the process, therefore this map is static. */
  private static final Map<Path, StorageLock> HELD = new ConcurrentHashMap<>();

  private final Path storage;
  private Locked locked;

  /** Locked file and its identity in the file system. */
  private record Locked(FileChannel channel, Object identity) {}

  private StorageLock(Path storage, Locked locked) {
    this.storage = storage;
    this.locked = locked;
  }

  /**
   * Takes the lock.
   *
   * @throws ModelStoreException if the directory is not writable or another process has the lock
   */
  public static StorageLock acquire(Path storage) {
    try {
      Files.createDirectories(storage);
      Locked locked = lock(storage);
      if (locked == null) {
        throw new ModelStoreException(
            storage,
            "expected an exclusive storage, found another anomaly-exporter using it; set --storage.path");
      }
      StorageLock lock = new StorageLock(storage, locked);
      HELD.put(key(storage), lock);
      return lock;
    } catch (IOException e) {
      throw new ModelStoreException(
          storage,
          "expected a directory that can be written to, found %s; set --storage.path"
              .formatted(FailureReason.of(e)),
          e);
    }
  }

  /**
   * Checks that no other process uses a storage that this process has locked; does nothing for any
   * other storage. A removed lock file is created and locked again.
   *
   * @throws ModelStoreException if another process has locked a new file in the meantime
   */
  public static void require(Path storage) {
    StorageLock lock = HELD.get(key(storage));
    if (lock != null) {
      lock.renew();
    }
  }

  private synchronized void renew() {
    try {
      if (locked.identity().equals(identity(storage))) {
        return;
      }
      Locked next = lock(storage);
      if (next == null) {
        throw new ModelStoreException(
            storage,
            "was locked by another anomaly-exporter after its lock file was removed; no models are stored: stop one of the exporters, or set --storage.path");
      }
      locked.channel().close();
      locked = next;
      LOGGER.warn("{}: the lock file was removed, created it again", storage);
    } catch (IOException e) {
      throw new ModelStoreException(storage, "cannot be locked: " + FailureReason.of(e), e);
    }
  }

  /** Returns null if another process or this process already has the lock. */
  private static @Nullable Locked lock(Path storage) throws IOException {
    while (true) {
      FileChannel channel =
          FileChannel.open(
              storage.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Object identity = identity(storage);
      if (tryLock(channel) == null) {
        channel.close();
        return null;
      }
      // The file was removed or replaced before it was locked: the locked file is no longer the
      // lock file.
      if (identity != null && identity.equals(identity(storage))) {
        return new Locked(channel, identity);
      }
      channel.close();
    }
  }

  /**
   * Reads the attributes only: opening and closing the file would release the lock of the process.
   */
  private static @Nullable Object identity(Path storage) throws IOException {
    Path file = storage.resolve(FILE);
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return Objects.requireNonNullElse(key, file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path key(Path storage) {
    return storage.toAbsolutePath().normalize();
  }

  @Override
  public synchronized void close() {
    HELD.remove(key(storage), this);
    try {
      locked.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
