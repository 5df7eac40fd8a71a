package io.github.anomalyexporter.server.local;

/** A quantity of a machine that only increases, in one or more parts: modes, disks, interfaces. */
enum Counter {
  /** Seconds of all cores by mode; the modes are the constants of {@link CpuMode}. */
  CPU_TIME(3),
  /** Pages. */
  SWAPPED_IN(0),
  /** Pages. */
  SWAPPED_OUT(0),
  MAJOR_FAULTS(0),
  /** Bytes by disk. */
  DISK_READ(0),
  /** Bytes by disk. */
  DISK_WRITTEN(0),
  /** Seconds by disk in which at least one operation was in progress. */
  DISK_BUSY(0),
  /** Seconds by disk that all reads and writes took together. */
  DISK_WAIT(0),
  /** Completed reads and writes by disk. */
  DISK_OPERATIONS(0),
  /** Bytes by interface. */
  RECEIVED(0),
  /** Bytes by interface. */
  TRANSMITTED(0),
  /** Errors of both directions by interface. */
  NETWORK_ERRORS(0),
  CONTEXT_SWITCHES(0),
  /** TCP segments, without those that are sent again. */
  SEGMENTS_SENT(0),
  /** TCP segments. */
  SEGMENTS_RETRANSMITTED(0),
  /** Seconds in which a task waited for a processor. */
  CPU_PRESSURE(0),
  /** Seconds in which a task waited for memory. */
  MEMORY_PRESSURE(0),
  /** Seconds in which a task waited for input or output. */
  IO_PRESSURE(0);

  private final double jitter;

  Counter(double jitter) {
    this.jitter = jitter;
  }

  /**
   * Returns the decrease up to which the counter did not restart. Linux may correct the time that a
   * core was idle or waited for a disk: node_exporter keeps the former value, too.
   */
  double jitter() {
    return jitter;
  }
}
