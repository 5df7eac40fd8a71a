package io.github.anomalyexporter.testing.workload;

import java.util.regex.Pattern;

/**
 * The profile of a simulated host.
 *
 * @param name the host name: letters, digits, dots, dashes and underscores
 * @param seed of all random values of the host
 * @param role of the host
 * @param cores number of CPUs
 * @param memoryBytes size of the memory; swap and filesystem are sized after it
 * @param disks number of disks ({@code sda}, {@code sdb}, ...), 1 to 26
 * @param peakHour hour of the day (UTC) of the highest load
 */
public record HostProfile(
    String name, long seed, Role role, int cores, long memoryBytes, int disks, double peakHour) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final long GIBIBYTE = 1L << 30;
  private static final long MEMORY_STREAM = 2_001;
  private static final long PEAK_HOUR_STREAM = 2_002;

  public HostProfile {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "host name \"" + name + "\": expected letters, digits, dots, dashes and underscores");
    }
    if (cores < 1 || memoryBytes < GIBIBYTE) {
      throw new IllegalArgumentException(
          "host " + name + ": expected at least one core and one GiB of memory");
    }
    if (disks < 1 || disks > 26) {
      throw new IllegalArgumentException("host " + name + ": expected 1 to 26 disks, not " + disks);
    }
  }

  /** Returns a host of two cores and one disk; name and seed determine its other properties. */
  public static HostProfile of(String name, long seed) {
    Role role = Role.ofName(name);
    long hostSeed = seed * 31 + name.hashCode();
    Noise noise = new Noise(hostSeed);
    long memory = (4L << (int) (3 * noise.uniform(MEMORY_STREAM, 0))) * GIBIBYTE;
    double peakHour =
        ResourceMix.of(role).peakHour() + 1.5 * (2 * noise.uniform(PEAK_HOUR_STREAM, 0) - 1);
    return new HostProfile(name, hostSeed, role, 2, memory, 1, peakHour);
  }

  /** The value of the {@code instance} label of the host in Prometheus. */
  public String instance() {
    return name + ":9100";
  }

  public long swapBytes() {
    return memoryBytes / 8;
  }

  public long filesystemBytes() {
    return memoryBytes * 10;
  }
}
