package io.github.anomalyexporter.testing.workload;

/** The simulated quantities of a host; every metric of its page is computed from these. */
public enum Quantity {
  /** Seconds that passed for each CPU: its modes sum to this. */
  CPU_ELAPSED(Kind.COUNTER),
  /** CPU seconds of all CPUs together, by mode; the rest of the elapsed time is idle. */
  CPU_USER(Kind.COUNTER),
  CPU_NICE(Kind.COUNTER),
  CPU_SYSTEM(Kind.COUNTER),
  CPU_IOWAIT(Kind.COUNTER),
  CPU_SOFTIRQ(Kind.COUNTER),
  CPU_STEAL(Kind.COUNTER),
  SWAPPED_IN_PAGES(Kind.COUNTER),
  SWAPPED_OUT_PAGES(Kind.COUNTER),
  MAJOR_PAGE_FAULTS(Kind.COUNTER),
  /** Sums over all disks. */
  DISK_READ_BYTES(Kind.COUNTER),
  DISK_WRITTEN_BYTES(Kind.COUNTER),
  DISK_READS(Kind.COUNTER),
  DISK_WRITES(Kind.COUNTER),
  DISK_READ_SECONDS(Kind.COUNTER),
  DISK_WRITE_SECONDS(Kind.COUNTER),
  /** Seconds in which a disk was busy; the same for every disk. */
  DISK_BUSY_SECONDS(Kind.COUNTER),
  RECEIVED_BYTES(Kind.COUNTER),
  RECEIVED_PACKETS(Kind.COUNTER),
  TRANSMITTED_BYTES(Kind.COUNTER),
  TRANSMITTED_PACKETS(Kind.COUNTER),
  /** Of the loopback device, received and transmitted alike. */
  LOOPBACK_BYTES(Kind.COUNTER),
  TCP_OUT_SEGMENTS(Kind.COUNTER),
  TCP_RETRANSMITTED_SEGMENTS(Kind.COUNTER),
  CONTEXT_SWITCHES(Kind.COUNTER),
  INTERRUPTS(Kind.COUNTER),
  PRESSURE_CPU_SECONDS(Kind.COUNTER),
  PRESSURE_MEMORY_SECONDS(Kind.COUNTER),
  PRESSURE_IO_SECONDS(Kind.COUNTER),
  /** Mean number of processes that run or could run. */
  RUNNABLE_PROCESSES(Kind.GAUGE),
  /** Mean number of processes that wait for a disk. */
  BLOCKED_PROCESSES(Kind.GAUGE),
  LOAD_1M(Kind.GAUGE),
  LOAD_5M(Kind.GAUGE),
  LOAD_15M(Kind.GAUGE),
  MEMORY_USED_BYTES(Kind.GAUGE),
  MEMORY_ACTIVE_BYTES(Kind.GAUGE),
  SWAP_USED_BYTES(Kind.GAUGE),
  FILESYSTEM_USED_RATIO(Kind.GAUGE);

  /** Whether a quantity is a rate, which is summed, or a level. */
  public enum Kind {
    COUNTER,
    GAUGE
  }

  private final Kind kind;

  Quantity(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The place of the quantity in an array of all. */
  @SuppressWarnings("EnumOrdinal") // never written to disk or sent
  public int index() {
    return ordinal();
  }
}
