package io.github.anomalyexporter.server.local;

/** A quantity of a machine that increases and decreases. */
enum Gauge {
  /** Processes that run or want to run, mean of a minute. */
  LOAD,
  CORES,
  /** Share of the memory that is not available. */
  MEMORY_USED,
  /** Share of the memory that was used recently. */
  MEMORY_ACTIVE,
  /** Used share of the fullest filesystem. */
  FILESYSTEM_USED,
  PROCESSES_RUNNING,
  PROCESSES_BLOCKED
}
