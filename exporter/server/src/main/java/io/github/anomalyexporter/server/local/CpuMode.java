package io.github.anomalyexporter.server.local;

/**
 * How a core spends its time, in the order of {@code /proc/stat}. Guests are part of USER, NICE.
 */
enum CpuMode {
  USER,
  NICE,
  SYSTEM,
  IDLE,
  IOWAIT,
  IRQ,
  SOFTIRQ,
  STEAL
}
