package io.github.anomalyexporter.server.local;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.NetworkIF;
import oshi.software.os.InternetProtocolStats.TcpStats;
import oshi.software.os.OSFileStore;
import oshi.software.os.OperatingSystem;

/**
 * A machine without {@code /proc}, such as macOS or Windows, read by OSHI. It has no active memory,
 * major faults, pressure and numbers of processes; times of disks have another meaning. For one
 * thread.
 *
 * <p>On Linux OSHI reads the same files as {@link ProcFiles}, and less of them: it has no times of
 * disks and no interfaces without an address, such as the members of a bond, starts {@code lsblk}
 * for each reading, and an unreadable file is 0.
 */
final class OshiSource implements MachineSource {
  private static final Logger log = LoggerFactory.getLogger(OshiSource.class);

  private final SystemInfo system = new SystemInfo();
  private boolean isReported;

  @Override
  public MachineValues read() {
    MachineValues.Builder values = new MachineValues.Builder();
    attempt(() -> addProcessor(values));
    attempt(() -> addMemory(values));
    attempt(() -> addDisks(values));
    attempt(() -> addFilesystems(values));
    attempt(() -> addNetwork(values));
    return values.build();
  }

  /** A library of the system can be missing, which is a linkage error. */
  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (RuntimeException | LinkageError e) {
      if (!isReported) {
        isReported = true;
        log.warn("cannot read some values of this machine, which are absent: {}", e.toString());
      }
    }
  }

  @Override
  public String hostName() {
    String[] name = {""};
    attempt(() -> name[0] = system.getOperatingSystem().getNetworkParams().getHostName());
    return name[0];
  }

  private void addProcessor(MachineValues.Builder values) {
    CentralProcessor processor = system.getHardware().getProcessor();
    long[] ticks = processor.getSystemCpuLoadTicks();
    for (CpuMode mode : CpuMode.values()) {
      long millis = ticks[TickType.valueOf(mode.name()).getIndex()];
      // Only Linux has them. Elsewhere they are 0, which would be a value.
      boolean isKnown = mode != CpuMode.IOWAIT && mode != CpuMode.STEAL;
      values.add(Counter.CPU_TIME, mode.name(), isKnown ? millis / 1e3 : Double.NaN);
    }
    double load = processor.getSystemLoadAverage(1)[0];
    values
        .set(Gauge.CORES, positive(processor.getLogicalProcessorCount()))
        .set(Gauge.LOAD, load < 0 ? Double.NaN : load)
        .add(Counter.CONTEXT_SWITCHES, positive(processor.getContextSwitches()));
  }

  private void addMemory(MachineValues.Builder values) {
    GlobalMemory memory = system.getHardware().getMemory();
    values
        .set(Gauge.MEMORY_USED, 1 - memory.getAvailable() / positive(memory.getTotal()))
        .add(Counter.SWAPPED_IN, (double) memory.getVirtualMemory().getSwapPagesIn())
        .add(Counter.SWAPPED_OUT, (double) memory.getVirtualMemory().getSwapPagesOut());
  }

  private void addDisks(MachineValues.Builder values) {
    for (HWDiskStore disk : system.getHardware().getDiskStores()) {
      values
          .add(Counter.DISK_READ, disk.getName(), (double) disk.getReadBytes())
          .add(Counter.DISK_WRITTEN, disk.getName(), (double) disk.getWriteBytes());
    }
  }

  private void addFilesystems(MachineValues.Builder values) {
    OperatingSystem os = system.getOperatingSystem();
    double used = Double.NaN;
    for (OSFileStore store : os.getFileSystem().getFileStores(true)) {
      String type = store.getType().toLowerCase(Locale.ROOT);
      if (Devices.isFilesystem(type, store.getMount()) && store.getTotalSpace() > 0) {
        double share = 1 - (double) store.getUsableSpace() / store.getTotalSpace();
        used = Double.isNaN(used) ? share : Math.max(used, share);
      }
    }
    values.set(Gauge.FILESYSTEM_USED, used);
  }

  private void addNetwork(MachineValues.Builder values) {
    for (NetworkIF network : system.getHardware().getNetworkIFs(false)) {
      String name = network.getName();
      if (Devices.isInterface(name)) {
        values
            .add(Counter.RECEIVED, name, (double) network.getBytesRecv())
            .add(Counter.TRANSMITTED, name, (double) network.getBytesSent())
            .add(
                Counter.NETWORK_ERRORS,
                name,
                (double) network.getInErrors() + network.getOutErrors());
      }
    }
    TcpStats tcp = system.getOperatingSystem().getInternetProtocolStats().getTCPv4Stats();
    if (tcp.getSegmentsSent() > 0) {
      values
          .add(Counter.SEGMENTS_SENT, (double) tcp.getSegmentsSent())
          .add(Counter.SEGMENTS_RETRANSMITTED, (double) tcp.getSegmentsRetransmitted());
    }
  }

  /** OSHI's unknown number is 0 or negative. */
  private static double positive(long value) {
    return value > 0 ? value : Double.NaN;
  }
}
