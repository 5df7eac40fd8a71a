package io.github.anomalyexporter.server.samples;

import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.LongDataType;
import org.h2.store.fs.FilePath;

/**
 * An open file: its maps, and durable commits. One thread at a time changes the maps; snapshots of
 * them may be taken and read meanwhile by others.
 *
 * <pre>
 * rows       time, instance       all features of a recent sample
 * blocks     span, instance       the older rows of a span, one for each cell of the grid
 * cells      span, instance       which cells a block has
 * instances  number               labels
 * columns    number               names of features
 * settings                        step
 * </pre>
 */
final class SampleFile implements AutoCloseable {
  private static final int CACHE_MEGABYTES = 4;

  private static final int COMPACTION_MILLIS = 200;

  /** Parts of the file are rewritten when less than this percentage of it is in use. */
  private static final int FILL_RATE = 40;

  /**
   * Commits until space that one of them frees is used again. The library finds the newest commit
   * from its header, which it writes at least every 22 commits and after the data: the commit that
   * the header names must not be overwritten before.
   */
  private static final int VERSIONS = 40;

  static {
    FilePath.register(new PlainFile());
  }

  private final MVStore store;
  private final MVMap<Long, byte[]> rows;
  private final MVMap<Long, byte[]> blocks;
  private final MVMap<Long, byte[]> cells;
  private final MVMap<Long, byte[]> instances;
  private final MVMap<Long, byte[]> columns;
  private final MVMap<Long, byte[]> settings;

  /**
   * Snapshot of the maps, to be closed.
   *
   * @param usage keeps the library from overwriting its pages
   */
  record Snapshot(
      MVStore store,
      MVStore.TxCounter usage,
      MVMap<Long, byte[]> rows,
      MVMap<Long, byte[]> blocks,
      MVMap<Long, byte[]> cells)
      implements AutoCloseable {
    @Override
    public void close() {
      store.deregisterVersionUsage(usage);
    }
  }

  private SampleFile(MVStore store) {
    this.store = store;
    this.rows = map("rows");
    this.blocks = map("blocks");
    this.cells = map("cells");
    this.instances = map("instances");
    this.columns = map("columns");
    this.settings = map("settings");
  }

  /**
   * Opens a file, or creates it in an existing directory. Nothing is committed in the background.
   *
   * @param name with the prefix of a file system of the library
   * @throws org.h2.mvstore.MVStoreException if that is not possible
   */
  static SampleFile open(String name) {
    MVStore store =
        new MVStore.Builder()
            .fileName(name)
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .cacheSize(CACHE_MEGABYTES)
            .autoCompactFillRate(FILL_RATE)
            .open();
    try {
      // Counted in commits, each of which is forced to disk, and not in time.
      store.setRetentionTime(0);
      store.setVersionsToKeep(VERSIONS);
      return new SampleFile(store);
    } catch (RuntimeException | Error e) {
      store.closeImmediately();
      throw e;
    }
  }

  private MVMap<Long, byte[]> map(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<Long, byte[]>()
            .keyType(LongDataType.INSTANCE)
            .valueType(CheckedBytes.INSTANCE));
  }

  MVMap<Long, byte[]> rows() {
    return rows;
  }

  MVMap<Long, byte[]> blocks() {
    return blocks;
  }

  MVMap<Long, byte[]> cells() {
    return cells;
  }

  MVMap<Long, byte[]> instances() {
    return instances;
  }

  MVMap<Long, byte[]> columns() {
    return columns;
  }

  MVMap<Long, byte[]> settings() {
    return settings;
  }

  /** Reads all pages and so all checksums. */
  void verify() {
    for (MVMap<Long, byte[]> map : List.of(rows, blocks, cells, instances, columns, settings)) {
      Cursor<Long, byte[]> cursor = map.cursor(null);
      while (cursor.hasNext()) {
        cursor.next();
      }
    }
  }

  /**
   * Must not be called while the maps are changed.
   *
   * @throws org.h2.mvstore.MVStoreException if the file is closed; its maps still have the changes
   *     that could not be committed
   */
  Snapshot snapshot() {
    if (store.isClosed()) {
      throw DataUtils.newMVStoreException(DataUtils.ERROR_CLOSED, "the file is closed");
    }
    MVStore.TxCounter usage = store.registerVersionUsage();
    try {
      long version = store.getCurrentVersion();
      return new Snapshot(
          store,
          usage,
          rows.openVersion(version),
          blocks.openVersion(version),
          cells.openVersion(version));
    } catch (RuntimeException | Error e) {
      store.deregisterVersionUsage(usage);
      throw e;
    }
  }

  /** Writes all changes and forces them to disk. */
  void commit() {
    store.commit();
    store.sync();
  }

  /** Rewrites pages of parts of the file that are mostly unused, and commits. */
  void compact() {
    store.compactFile(COMPACTION_MILLIS);
    commit();
  }

  boolean isClosed() {
    return store.isClosed();
  }

  /** Closes the file without the uncommitted changes. Does nothing if it is closed. */
  void abandon() {
    store.closeImmediately();
  }

  /**
   * Commits and closes the file, without the library's mark of a clean end: after it, version
   * 2.3.232 looks for the newest commit in a way that goes back to an older one, if a process ended
   * while it overwrote an unused part of the file. Without the mark it finds the newest commit in
   * any case.
   */
  @Override
  public void close() {
    commit();
    store.closeImmediately();
  }
}
