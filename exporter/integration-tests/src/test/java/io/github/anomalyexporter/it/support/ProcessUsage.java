package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CPU time and memory of a process, from Linux' files of the process (proc(5)). */
public final class ProcessUsage {
  private static final long KIBIBYTE = 1 << 10;

  /** USER_HZ, the same on every architecture that Java and TensorFlow run on. */
  private static final long TICK_MILLIS = 10;

  /**
   * Fields of {@code stat} behind the name of the program: time in user mode, then in the kernel.
   */
  private static final int USER_TIME = 11;

  /**
   * The heap of a HotSpot JVM that is smaller than this lies below this address, where compressed
   * references need no base; no other mapping does.
   */
  private static final long END_OF_HEAP = 32L << 30;

  /** The first line of a mapping in {@code smaps}: its addresses. */
  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ ");

  private final Path directory;

  public ProcessUsage(long pid) {
    this.directory = Path.of("/proc", Long.toString(pid));
  }

  /**
   * Resident memory at one moment, in bytes.
   *
   * @param all memory of the process
   * @param heap the part that is the heap of the JVM
   */
  public record Memory(long all, long heap) {
    /** Returns the rest. */
    public long outsideHeap() {
      return all - heap;
    }
  }

  /** Returns the CPU time of all threads so far. */
  public Duration cpu() throws IOException {
    String stat = Files.readString(directory.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  /** Returns the maximum resident memory since the start or {@link #resetPeak}, in bytes. */
  public long peak() throws IOException {
    for (String line : Files.readAllLines(directory.resolve("status"))) {
      if (line.startsWith("VmHWM:")) {
        return kibibytes(line);
      }
    }
    throw new IOException("no VmHWM in " + directory.resolve("status"));
  }

  /** Restarts the peak. */
  public void resetPeak() throws IOException {
    Files.writeString(directory.resolve("clear_refs"), "5");
  }

  /** Returns the current memory, mapping by mapping: takes milliseconds for each gigabyte. */
  public Memory memory() throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("smaps"));
    long all = 0;
    long heap = 0;
    boolean inHeap = false;
    for (String line : lines) {
      if (line.startsWith("Rss:")) {
        long resident = kibibytes(line);
        all += resident;
        heap += inHeap ? resident : 0;
      } else {
        Matcher mapping = MAPPING.matcher(line);
        if (mapping.lookingAt()) {
          inHeap = Long.parseUnsignedLong(mapping.group(1), 16) < END_OF_HEAP;
        }
      }
    }
    return new Memory(all, heap);
  }

  /** Parses a line such as {@code "Rss: 12 kB"}. */
  private static long kibibytes(String line) {
    String[] words = line.split("\\s+", -1);
    return Long.parseLong(words[1]) * KIBIBYTE;
  }
}
