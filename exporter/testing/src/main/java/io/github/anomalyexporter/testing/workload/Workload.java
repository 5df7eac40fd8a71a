package io.github.anomalyexporter.testing.workload;

/**
 * The normal operation of one host: turns a demand into rates and levels, each a mildly nonlinear
 * function of the demand with a few percent of white noise per cell. Immutable.
 */
public final class Workload {
  private static final double WHITE_NOISE = 0.03;
  private static final double MEMORY_NOISE = 0.008;
  private static final long SIZE_STREAM = 3_001;
  private static final double BYTES_PER_READ = 24 * 1024;
  private static final double BYTES_PER_WRITE = 16 * 1024;

  private final HostProfile profile;
  private final ResourceMix mix;
  private final Noise noise;
  private final Rhythm rhythm;
  private final double cpuSize;
  private final double diskSize;
  private final double networkSize;

  public Workload(HostProfile profile) {
    this.profile = profile;
    this.mix = ResourceMix.of(profile.role());
    this.noise = new Noise(profile.seed());
    this.rhythm = new Rhythm(noise, profile.peakHour());
    // A CPU share must be below 1; bytes per second may differ more between hosts.
    this.cpuSize = 1 + 0.05 * noise.white(SIZE_STREAM, 0);
    this.diskSize = Math.exp(0.25 * noise.white(SIZE_STREAM, 1));
    this.networkSize = Math.exp(0.25 * noise.white(SIZE_STREAM, 2));
  }

  public HostProfile profile() {
    return profile;
  }

  public Rhythm rhythm() {
    return rhythm;
  }

  /** Maximum bytes per second that the host receives in normal operation, without noise. */
  public double peakReceivedBytes() {
    return mix.network().receivedBytes() * networkSize;
  }

  /**
   * Returns the activity of the host under a demand.
   *
   * @param cell a number unique to the cell, which determines its noise
   * @param epochSeconds the middle of the cell
   */
  public Activity activity(Demand demand, long cell, double epochSeconds) {
    Activity activity = new Activity();
    fillCpu(activity, demand);
    fillMemory(activity, demand);
    fillDisk(activity, demand);
    fillNetwork(activity, demand);
    fillSystem(activity, demand);
    for (Quantity quantity : Quantity.values()) {
      activity.multiply(quantity, 1 + noiseOf(quantity) * noise.white(quantity.index(), cell));
    }
    activity.set(Quantity.CPU_ELAPSED, 1);
    activity.set(Quantity.FILESYSTEM_USED_RATIO, 0.45 + 0.04 * rhythm.trend(epochSeconds));
    return activity;
  }

  /** The standard deviation of a quantity within a cell, relative to its mean. */
  private static double noiseOf(Quantity quantity) {
    return switch (quantity) {
      case MEMORY_USED_BYTES, MEMORY_ACTIVE_BYTES -> MEMORY_NOISE;
      default -> WHITE_NOISE;
    };
  }

  private void fillCpu(Activity activity, Demand demand) {
    int cores = profile.cores();
    double work = 0.8 * demand.cpu() + 0.2 * demand.network();
    activity.set(
        Quantity.CPU_USER, cores * cpuSize * mix.cpu().user() * (0.03 + 0.97 * demand.cpu()));
    activity.set(Quantity.CPU_SYSTEM, cores * cpuSize * mix.cpu().system() * (0.06 + 0.94 * work));
    activity.set(
        Quantity.CPU_IOWAIT,
        cores * mix.cpu().iowait() * (0.05 + 0.95 * Math.pow(demand.disk(), 1.4)));
    activity.set(Quantity.CPU_NICE, cores * 0.002 * demand.cpu());
    activity.set(Quantity.CPU_SOFTIRQ, cores * (0.001 + 0.02 * demand.network()));
    activity.set(Quantity.CPU_STEAL, cores * (0.001 + 0.008 * square(demand.cpu())));
    activity.set(Quantity.PRESSURE_CPU_SECONDS, 0.004 + 0.15 * square(demand.cpu()));
  }

  private void fillMemory(Activity activity, Demand demand) {
    double used =
        profile.memoryBytes() * (mix.memory().base() + mix.memory().swing() * demand.memory());
    activity.set(Quantity.MEMORY_USED_BYTES, used);
    activity.set(Quantity.MEMORY_ACTIVE_BYTES, 0.72 * used);
    activity.set(Quantity.MAJOR_PAGE_FAULTS, 0.2 + 3 * demand.disk());
    activity.set(Quantity.PRESSURE_MEMORY_SECONDS, 0.0002 + 0.002 * square(demand.memory()));
  }

  private void fillDisk(Activity activity, Demand demand) {
    double load = demand.disk();
    double read = diskSize * mix.disk().readBytes() * (0.05 + 0.95 * Math.pow(load, 1.2));
    double written = diskSize * mix.disk().writtenBytes() * (0.08 + 0.92 * load);
    double reads = read / BYTES_PER_READ;
    double writes = written / BYTES_PER_WRITE;
    double latencySeconds = 0.0006 + 0.0015 * load;
    activity.set(Quantity.DISK_READ_BYTES, read);
    activity.set(Quantity.DISK_WRITTEN_BYTES, written);
    activity.set(Quantity.DISK_READS, reads);
    activity.set(Quantity.DISK_WRITES, writes);
    activity.set(Quantity.DISK_READ_SECONDS, reads * latencySeconds);
    activity.set(Quantity.DISK_WRITE_SECONDS, writes * 1.6 * latencySeconds);
    activity.set(Quantity.DISK_BUSY_SECONDS, 0.005 + mix.disk().busy() * Math.pow(load, 1.1));
    activity.set(Quantity.BLOCKED_PROCESSES, 4 * mix.disk().busy() * load);
    activity.set(
        Quantity.PRESSURE_IO_SECONDS, 0.002 + 0.15 * mix.disk().busy() * Math.pow(load, 1.5));
  }

  private void fillNetwork(Activity activity, Demand demand) {
    double load = demand.network();
    double received = peakReceivedBytes() * (0.03 + 0.97 * Math.pow(load, 1.1));
    double transmitted = networkSize * mix.network().transmittedBytes() * (0.03 + 0.97 * load);
    double segments = transmitted / 1_000 + received / 2_500;
    activity.set(Quantity.RECEIVED_BYTES, received);
    activity.set(Quantity.RECEIVED_PACKETS, received / 900);
    activity.set(Quantity.TRANSMITTED_BYTES, transmitted);
    activity.set(Quantity.TRANSMITTED_PACKETS, segments * 1.05);
    activity.set(Quantity.LOOPBACK_BYTES, 40e3 + 200e3 * demand.cpu());
    activity.set(Quantity.TCP_OUT_SEGMENTS, segments);
    activity.set(Quantity.TCP_RETRANSMITTED_SEGMENTS, segments * (0.0005 + 0.0015 * load));
  }

  private void fillSystem(Activity activity, Demand demand) {
    double work = 0.6 * demand.cpu() + 0.4 * demand.network();
    activity.set(Quantity.CONTEXT_SWITCHES, profile.cores() * 12e3 * (0.05 + 0.95 * work));
    activity.set(Quantity.INTERRUPTS, profile.cores() * 7e3 * (0.08 + 0.92 * work));
    activity.set(
        Quantity.RUNNABLE_PROCESSES, profile.cores() * (0.1 + 1.5 * Math.pow(demand.cpu(), 1.2)));
  }

  private static double square(double value) {
    return value * value;
  }
}
