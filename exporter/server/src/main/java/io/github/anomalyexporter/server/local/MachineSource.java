package io.github.anomalyexporter.server.local;

/** Where the values of a machine come from. */
interface MachineSource {
  /**
   * Returns the present values. A value that cannot be read is absent, and the reason is logged the
   * first time.
   */
  MachineValues read();

  /** Returns the name of the machine, or the empty string if it is unknown. */
  String hostName();
}
