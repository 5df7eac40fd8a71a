package io.github.anomalyexporter.server.store;

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
 * Held by the one exporter that serves from a storage directory. The system releases it when the
 * process ends, however it ends. The lock is one on a file: when that is removed, the lock is still
 * held and keeps no process out any more, since another one would make and lock a new file. So
 * {@link #require} looks, before each write, whether the file is still the one that was locked.
 */
public final class StorageLock implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StorageLock.class);
  private static final String FILE = ".lock";

  /** A process has its file locks as a whole, and so it has this. */
  private static final Map<Path, StorageLock> HELD = new ConcurrentHashMap<>();

  private final Path storage;
  private Locked locked;

  /** A locked file, and what the file system calls it. */
  private record Locked(FileChannel channel, Object identity) {}

  private StorageLock(Path storage, Locked locked) {
    this.storage = storage;
    this.locked = locked;
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
      Locked locked = lock(storage);
      if (locked == null) {
        throw new ModelStoreException(
            storage,
            "expected a storage of its own, found another anomaly-exporter using it; set --storage.path");
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
   * Makes sure that no other process uses a storage whose lock this process has taken; does nothing
   * about any other storage. A lock file that was removed is made and locked again.
   *
   * @throws ModelStoreException where another process has locked a new file meanwhile
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
            "was taken by another anomaly-exporter after its lock file was removed; nothing is"
                + " stored any more: stop one of the two, or set --storage.path");
      }
      locked.channel().close();
      locked = next;
      LOGGER.warn("{}: the lock file was removed, and is there again", storage);
    } catch (IOException e) {
      throw new ModelStoreException(storage, "cannot be locked: " + FailureReason.of(e), e);
    }
  }

  /** Null where another process, or this one, has it already. */
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
      // Removed or replaced before it was locked: what is locked then is no longer the lock file.
      if (identity != null && identity.equals(identity(storage))) {
        return new Locked(channel, identity);
      }
      channel.close();
    }
  }

  /** By its attributes: to open and close the file would release the lock of the process. */
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
