package io.github.anomalyexporter.server.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files below {@code /proc} with values of the whole machine, and how each is read. */
enum ProcFile {
  STAT("stat"),
  LOAD("loadavg"),
  MEMORY("meminfo"),
  PAGES("vmstat"),
  DISKS("diskstats"),
  INTERFACES("net/dev"),
  PROTOCOLS("net/snmp"),
  CPU_PRESSURE("pressure/cpu"),
  MEMORY_PRESSURE("pressure/memory"),
  IO_PRESSURE("pressure/io");

  /** Times of the processors, per second: the same on all architectures of today. */
  private static final double TICKS = 100;

  /** The unit of the sizes of {@code diskstats}, whatever that of the disk is. */
  private static final int SECTOR = 512;

  private final String path;

  ProcFile(String path) {
    this.path = path;
  }

  /** Returns the path below {@code /proc}. */
  String path() {
    return path;
  }

  /** Returns whether kernels without the file, or without its content, are usual. */
  boolean isOptional() {
    return path.startsWith("pressure/");
  }

  /**
   * Returns the values in the lines of the file.
   *
   * @throws IllegalArgumentException if a line is not as expected
   */
  MachineValues parse(List<String> lines) {
    return switch (this) {
      case STAT -> stat(lines);
      case LOAD -> load(lines);
      case MEMORY -> memory(lines);
      case PAGES -> pages(lines);
      case DISKS -> disks(lines);
      case INTERFACES -> interfaces(lines);
      case PROTOCOLS -> protocols(lines);
      case CPU_PRESSURE -> pressure(Counter.CPU_PRESSURE, lines);
      case MEMORY_PRESSURE -> pressure(Counter.MEMORY_PRESSURE, lines);
      case IO_PRESSURE -> pressure(Counter.IO_PRESSURE, lines);
    };
  }

  private static MachineValues stat(List<String> lines) {
    MachineValues.Builder values = new MachineValues.Builder();
    int cores = 0;
    for (String line : lines) {
      if (line.startsWith("cpu ")) {
        Fields modes = Fields.of(line);
        int field = 1;
        for (CpuMode mode : CpuMode.values()) {
          values.add(Counter.CPU_TIME, mode.name(), modes.number(field++) / TICKS);
        }
      } else if (line.startsWith("cpu")) {
        cores++;
      } else if (line.startsWith("ctxt ")) {
        values.add(Counter.CONTEXT_SWITCHES, Fields.of(line).number(1));
      } else if (line.startsWith("procs_running ")) {
        values.set(Gauge.PROCESSES_RUNNING, Fields.of(line).number(1));
      } else if (line.startsWith("procs_blocked ")) {
        values.set(Gauge.PROCESSES_BLOCKED, Fields.of(line).number(1));
      }
    }
    return values.set(Gauge.CORES, cores > 0 ? cores : Double.NaN).build();
  }

  private static MachineValues load(List<String> lines) {
    Fields load = Fields.of(String.join(" ", lines));
    return new MachineValues.Builder().set(Gauge.LOAD, load.number(0)).build();
  }

  /** Kernels before 3.14 do not report available memory: free, buffers and cache approximate it. */
  private static MachineValues memory(List<String> lines) {
    Map<String, Fields> sizes = keyed(lines);
    double total = known(sizes, "MemTotal:");
    double available =
        sizes.containsKey("MemAvailable:")
            ? known(sizes, "MemAvailable:")
            : known(sizes, "MemFree:") + known(sizes, "Buffers:") + known(sizes, "Cached:");
    return new MachineValues.Builder()
        .set(Gauge.MEMORY_USED, 1 - available / total)
        .set(Gauge.MEMORY_ACTIVE, known(sizes, "Active:") / total)
        .build();
  }

  private static MachineValues pages(List<String> lines) {
    Map<String, Fields> counts = keyed(lines);
    return new MachineValues.Builder()
        .add(Counter.SWAPPED_IN, known(counts, "pswpin"))
        .add(Counter.SWAPPED_OUT, known(counts, "pswpout"))
        .add(Counter.MAJOR_FAULTS, known(counts, "pgmajfault"))
        .build();
  }

  private static double known(Map<String, Fields> lines, String key) {
    Fields line = lines.get(key);
    return line == null ? Double.NaN : line.number(1);
  }

  /** Lines of a key, its value, and perhaps a unit, by key. */
  private static Map<String, Fields> keyed(List<String> lines) {
    Map<String, Fields> keyed = new HashMap<>();
    for (String line : lines) {
      Fields fields = Fields.of(line);
      keyed.put(fields.text(0), fields);
    }
    return keyed;
  }

  /** From the fourth field on: reads, of which merged, sectors, ms; the same of writes; busy ms. */
  private static MachineValues disks(List<String> lines) {
    MachineValues.Builder values = new MachineValues.Builder();
    for (String line : lines) {
      Fields disk = Fields.of(line);
      String name = disk.text(2);
      if (Devices.isDisk(name)) {
        values
            .add(Counter.DISK_OPERATIONS, name, disk.number(3) + disk.number(7))
            .add(Counter.DISK_READ, name, disk.number(5) * SECTOR)
            .add(Counter.DISK_WRITTEN, name, disk.number(9) * SECTOR)
            .add(Counter.DISK_WAIT, name, (disk.number(6) + disk.number(10)) / 1000)
            .add(Counter.DISK_BUSY, name, disk.number(12) / 1000);
      }
    }
    return values.build();
  }

  /** Two lines of headings; name and colon, eight fields received, eight transmitted. */
  private static MachineValues interfaces(List<String> lines) {
    MachineValues.Builder values = new MachineValues.Builder();
    for (String line : lines) {
      int colon = line.lastIndexOf(':');
      if (colon < 0) {
        continue;
      }
      String name = line.substring(0, colon).strip();
      if (Devices.isInterface(name)) {
        Fields counts = Fields.of(line.substring(colon + 1));
        values
            .add(Counter.RECEIVED, name, counts.number(0))
            .add(Counter.TRANSMITTED, name, counts.number(8))
            .add(Counter.NETWORK_ERRORS, name, counts.number(2) + counts.number(10));
      }
    }
    return values.build();
  }

  /** A line of names for each protocol, and one of their values. */
  private static MachineValues protocols(List<String> lines) {
    List<Fields> tcp = new ArrayList<>();
    lines.stream().filter(line -> line.startsWith("Tcp:")).map(Fields::of).forEach(tcp::add);
    if (tcp.size() < 2) {
      throw new IllegalArgumentException("no lines of TCP");
    }
    return new MachineValues.Builder()
        .add(Counter.SEGMENTS_SENT, named(tcp, "OutSegs"))
        .add(Counter.SEGMENTS_RETRANSMITTED, named(tcp, "RetransSegs"))
        .build();
  }

  private static double named(List<Fields> namesAndValues, String name) {
    int index = namesAndValues.get(0).fields().indexOf(name);
    return index < 0 ? Double.NaN : namesAndValues.get(1).number(index);
  }

  /** {@code some avg10=0.00 avg60=0.00 avg300=0.00 total=12345}, in microseconds. */
  private static MachineValues pressure(Counter counter, List<String> lines) {
    MachineValues.Builder values = new MachineValues.Builder();
    for (String line : lines) {
      if (line.startsWith("some ")) {
        String total = line.substring(line.lastIndexOf('=') + 1);
        values.add(counter, Fields.of(total).number(0) / 1e6);
      }
    }
    return values.build();
  }
}
