package io.github.anomalyexporter.server.samples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system over the real one on which a file has a largest size, beyond which the disk is
 * full, and on which a process can end between two writes. It forces nothing to disk, which takes
 * most of the time of a commit. Public for the library, which creates it by reflection.
 */
public final class SimulatedDisk extends FilePathWrapper {
  private static final String SCHEME = "simulated";
  private static volatile long capacity = Long.MAX_VALUE;
  private static volatile int writesLeft = Integer.MAX_VALUE;

  static {
    FilePath.register(new SimulatedDisk());
  }

  static SampleFiles files(Path file) {
    capacity = Long.MAX_VALUE;
    writesLeft = Integer.MAX_VALUE;
    return new SampleFiles(file, SCHEME + ":" + PlainFile.SCHEME);
  }

  static void setCapacity(long bytes) {
    capacity = bytes;
  }

  /** After so many further writes each one fails, as if the process had ended. */
  static void setWritesLeft(int writes) {
    writesLeft = writes;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(getBase().open(mode));
  }

  private static final class Channel extends FileBaseDefault {
    private final FileChannel file;

    Channel(FileChannel file) {
      this.file = file;
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public synchronized int write(ByteBuffer source, long position) throws IOException {
      if (writesLeft <= 0) {
        throw new IOException("Input/output error");
      }
      writesLeft--;
      if (position + source.remaining() > Math.max(capacity, file.size())) {
        int fits = (int) Math.max(0, Math.min(source.remaining(), capacity - position));
        file.write(source.duplicate().limit(source.position() + fits), position);
        throw new IOException("No space left on device");
      }
      return file.write(source, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void force(boolean metaData) {}

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return file.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }
  }
}
