package io.github.anomalyexporter.server.local;

import io.github.anomalyexporter.core.series.Labels;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The machine on which the process runs: the features of the preset {@code node-exporter}, by the
 * same names, units and expressions, without PostgreSQL.
 *
 * <table>
 *   <caption>Where the features come from in Linux</caption>
 *   <tr><th>features</th><th>file</th></tr>
 *   <tr><td>{@code cpu_*}, {@code context_switches}, {@code processes_*}, number of cores</td>
 *       <td>{@code /proc/stat}</td></tr>
 *   <tr><td>{@code load_per_core}</td><td>{@code /proc/loadavg}</td></tr>
 *   <tr><td>{@code memory_*}</td><td>{@code /proc/meminfo}</td></tr>
 *   <tr><td>{@code swap_*}, {@code major_page_faults}</td><td>{@code /proc/vmstat}</td></tr>
 *   <tr><td>{@code disk_*}</td><td>{@code /proc/diskstats}</td></tr>
 *   <tr><td>{@code filesystem_used}</td>
 *       <td>{@code /proc/self/mountinfo}, statvfs of each filesystem</td></tr>
 *   <tr><td>{@code network_*}</td><td>{@code /proc/net/dev}</td></tr>
 *   <tr><td>{@code tcp_retransmits}</td><td>{@code /proc/net/snmp}</td></tr>
 *   <tr><td>{@code pressure_*}</td><td>{@code /proc/pressure/}</td></tr>
 * </table>
 *
 * <p>On other systems OSHI gives {@code cpu_used}, {@code cpu_user}, {@code cpu_system}, {@code
 * load_per_core}, {@code memory_used}, {@code swap_*}, {@code disk_read}, {@code disk_written},
 * {@code filesystem_used}, {@code network_*}, {@code context_switches} and {@code tcp_retransmits}.
 *
 * <p>For any thread.
 */
public final class LocalMachine {
  private final MachineSource source;
  private final LongSupplier nanoTime;
  private final Readings readings;

  LocalMachine(MachineSource source, LongSupplier nanoTime, Duration window) {
    this.source = source;
    this.nanoTime = nanoTime;
    this.readings = new Readings(window);
  }

  /**
   * Returns this machine.
   *
   * @param nanoTime monotonic clock, like {@link System#nanoTime}
   * @param window rates are means over this time, or over the time since the previous reading if it
   *     is longer; with the preset, four intervals of the readings
   */
  public static LocalMachine create(LongSupplier nanoTime, Duration window) {
    Path proc = Path.of("/proc");
    return ProcFiles.exist(proc)
        ? create(proc, nanoTime, window)
        : new LocalMachine(new OshiSource(), nanoTime, window);
  }

  /**
   * Returns a Linux machine whose files are elsewhere, such as the host of a container. Its
   * filesystems are those of the process.
   *
   * @param proc its {@code /proc}
   */
  public static LocalMachine create(Path proc, LongSupplier nanoTime, Duration window) {
    return new LocalMachine(new ProcFiles(proc, LocalMachine::usedSpace), nanoTime, window);
  }

  /** Returns its identity: the host name as {@code instance}, and {@code job="local"}. */
  public synchronized Labels labels() {
    String name = source.hostName();
    return Labels.of("instance", name.isEmpty() ? "localhost" : name, "job", "local");
  }

  /**
   * Reads the machine and returns its features by name, in the order of the preset. A feature is
   * NaN if the machine does not have it, or if its counter decreased since the previous reading;
   * all rates are NaN in the first reading. Values are not restricted to the bounds of the preset.
   */
  public synchronized Map<String, Double> read() {
    readings.add(nanoTime.getAsLong(), source.read());
    return LocalFeatures.of(readings);
  }

  private static double usedSpace(String mountPoint) {
    File directory = new File(mountPoint);
    long size = directory.getTotalSpace();
    return size > 0 ? 1 - (double) directory.getUsableSpace() / size : Double.NaN;
  }
}
