package io.github.anomalyexporter.testing.workload;

/**
 * The resources that a role uses at full load.
 *
 * @param peakHour hour of the day (UTC) of the highest load
 */
record ResourceMix(Cpu cpu, Memory memory, Disk disk, Network network, double peakHour) {
  /** Shares of all cores, by mode. */
  record Cpu(double user, double system, double iowait) {}

  /** Shares of the memory: always used, and additionally used at full load. */
  record Memory(double base, double swing) {}

  /** Bytes per second, and the share of time in which a disk is then busy. */
  record Disk(double readBytes, double writtenBytes, double busy) {}

  /** Bytes per second. */
  record Network(double receivedBytes, double transmittedBytes) {}

  static ResourceMix of(Role role) {
    return switch (role) {
      case WEB ->
          new ResourceMix(
              new Cpu(0.52, 0.14, 0.01),
              new Memory(0.3, 0.28),
              new Disk(0.4e6, 1.5e6, 0.2),
              new Network(4e6, 18e6),
              14);
      case DB ->
          new ResourceMix(
              new Cpu(0.42, 0.12, 0.06),
              new Memory(0.5, 0.25),
              new Disk(14e6, 20e6, 0.6),
              new Network(6e6, 12e6),
              13);
      case CACHE ->
          new ResourceMix(
              new Cpu(0.3, 0.24, 0.004),
              new Memory(0.4, 0.3),
              new Disk(0.1e6, 0.5e6, 0.08),
              new Network(22e6, 40e6),
              15);
      case BATCH ->
          new ResourceMix(
              new Cpu(0.6, 0.08, 0.05),
              new Memory(0.25, 0.4),
              new Disk(28e6, 15e6, 0.65),
              new Network(8e6, 3e6),
              2);
    };
  }
}
