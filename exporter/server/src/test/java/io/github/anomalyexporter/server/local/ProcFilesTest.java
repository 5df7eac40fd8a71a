package io.github.anomalyexporter.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A machine whose files the test writes. */
class ProcFilesTest {
  private static final Offset<Double> EXACT = within(1e-9);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> asked = new ArrayList<>();
  private final Map<String, Double> space = Map.of("/", 0.25, "/data", 0.75);

  @TempDir private Path proc;
  private LocalMachine machine;
  private long second;

  @BeforeEach
  void start() throws IOException {
    logger().setLevel(Level.WARN);
    log.start();
    logger().addAppender(log);
    machine =
        new LocalMachine(
            new ProcFiles(proc, this::used),
            () -> TimeUnit.SECONDS.toNanos(second),
            Duration.ofMinutes(1));
    writeAll(0);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    logger().setLevel(null);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(ProcFiles.class);
  }

  private double used(String point) {
    asked.add(point);
    return space.getOrDefault(point, Double.NaN);
  }

  private void write(String file, String content) throws IOException {
    Path path = proc.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  /** What a machine shows after as many minutes of the same load. */
  private void writeAll(int minute) throws IOException {
    int n = minute;
    write(
        "stat",
        """
        cpu  %s %s %s %s %s %s %s %s 0 0
        cpu0 1 2 3 4 5 6 7 8 0 0
        cpu1 1 2 3 4 5 6 7 8 0 0
        intr 1413755 0 0
        ctxt %s
        btime 1796062806
        procs_running %s
        procs_blocked 1
        """
            .formatted(
                9000 + 2400 * n,
                60 * n,
                600 * n,
                100000 + 7000 * n,
                1200 * n,
                60 * n,
                120 * n,
                560 * n,
                5_000_000_000L + 60_000L * n,
                2 + 2 * n));
    write("loadavg", "3.00 5.72 3.33 8/250 20266\n");
    write(
        "meminfo",
        """
        MemTotal:       16000000 kB
        MemFree:         1000000 kB
        MemAvailable:   12000000 kB
        Buffers:          500000 kB
        Cached:          2500000 kB
        Active:          8000000 kB
        HugePages_Total:       0
        """);
    write(
        "vmstat",
        "nr_isolated_anon -2\npswpin %s\npswpout %s\npgmajfault %s\n"
            .formatted(600 * n, 1200 * n, 1375 + 30 * n));
    write(
        "diskstats",
        """
           8       0 sda %s 11868 %s %s %s 34180 %s %s 0 %s 102072 10880 47 1829144 1660 626 53
           8       1 sda1 9 9 %s 9 9 9 9 9 0 9 9
         259       0 nvme0n1 %s 0 %s 0 0 0 0 0 0 %s 0
           7       0 loop0 9 9 %s 9 9 9 9 9 0 9 9
        """
            .formatted(
                60 * n,
                120 * n,
                600 * n,
                540 * n,
                240 * n,
                1200 * n,
                6000 * n,
                120 * n,
                600 * n,
                600 * n,
                15_000 * n,
                999 * n));
    write(
        "net/dev",
        """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            lo: %1$s 116469    0    0    0     0          0         0 818032882  116469    0    0    0     0       0          0
          eth0:%2$s 13838 %3$s 5 5 5 5 5 %4$s 9626 %5$s 5 5 5 5 5
        docker0: %1$s 13838 %1$s 5 5 5 5 5 %1$s 9626 %1$s 5 5 5 5 5
          eth1: %2$s 13838 0 5 5 5 5 5 0 9626 0 5 5 5 5 5
        """
            .formatted(999 * n, 60_000 * n, 60 * n, 6_000 * n, 120 * n));
    write(
        "net/snmp",
        """
        Ip: Forwarding DefaultTTL
        Ip: 2 64
        Tcp: RtoAlgorithm MaxConn InSegs OutSegs RetransSegs
        Tcp: 1 -1 130210 %s %s
        """
            .formatted(1200 * n, 60 * n));
    for (String resource : List.of("cpu", "memory", "io")) {
      write(
          "pressure/" + resource,
          """
          some avg10=97.65 avg60=94.95 avg300=64.98 total=%s
          full avg10=0.00 avg60=0.00 avg300=0.00 total=9
          """
              .formatted(15_000_000L * n));
    }
    write(
        "self/mountinfo",
        """
        27 1 254:0 / / rw,relatime - ext4 /dev/sda1 rw
        28 27 254:1 / /data rw,relatime - xfs /dev/sda2 rw
        29 27 0:55 / /mnt/nas rw,relatime - nfs4 nas:/ rw
        """);
    write("sys/kernel/hostname", "web-1\n");
    second = 60L * n;
  }

  @Test
  void the_first_reading_has_all_but_rates() {
    Map<String, Double> features = machine.read();

    assertThat(features.get("load_per_core")).isEqualTo(1.5);
    assertThat(features.get("memory_used")).isEqualTo(0.25);
    assertThat(features.get("memory_active")).isEqualTo(0.5);
    assertThat(features.get("filesystem_used")).isEqualTo(0.75);
    assertThat(features.get("processes_running")).isEqualTo(2);
    assertThat(features.get("processes_blocked")).isEqualTo(1);
    assertThat(features.values().stream().filter(value -> !Double.isNaN(value))).hasSize(6);
    assertThat(asked).as("no filesystem of the network").containsExactly("/", "/data");
    assertThat(machine.labels()).isEqualTo(Labels.of("instance", "web-1", "job", "local"));
    assertThat(log.list).isEmpty();
  }

  @Test
  void rates_are_those_of_the_preset() throws IOException {
    machine.read();
    writeAll(1);
    Map<String, Double> features = machine.read();

    assertThat(features).doesNotContainValue(Double.NaN);
    assertThat(features.get("cpu_used")).isCloseTo(0.27, EXACT);
    assertThat(features.get("cpu_user")).isCloseTo(0.205, EXACT);
    assertThat(features.get("cpu_system")).isCloseTo(0.065, EXACT);
    assertThat(features.get("cpu_iowait")).isCloseTo(0.1, EXACT);
    assertThat(features.get("cpu_steal")).isCloseTo(56 / 1200., EXACT);
    assertThat(features.get("swap_in")).isEqualTo(10);
    assertThat(features.get("swap_out")).isEqualTo(20);
    assertThat(features.get("major_page_faults")).isEqualTo(0.5);
    assertThat(features.get("disk_read")).isEqualTo((120 + 600) * 512 / 60.);
    assertThat(features.get("disk_written")).isEqualTo(240 * 512 / 60.);
    assertThat(features.get("disk_busy")).as("the busiest").isCloseTo(0.25, EXACT);
    assertThat(features.get("disk_latency")).isCloseTo(1.8 / 1200, EXACT);
    assertThat(features.get("network_received")).isEqualTo(2000);
    assertThat(features.get("network_transmitted")).isEqualTo(100);
    assertThat(features.get("network_errors")).isEqualTo(3);
    assertThat(features.get("context_switches")).isEqualTo(1000);
    assertThat(features.get("processes_running")).as("a mean").isEqualTo(3);
    assertThat(features.get("tcp_retransmits")).isEqualTo(0.05);
    assertThat(features.get("pressure_cpu")).isEqualTo(0.25);
    assertThat(features.get("pressure_memory")).isEqualTo(0.25);
    assertThat(features.get("pressure_io")).isEqualTo(0.25);
  }

  @Test
  void few_operations_and_segments_count_as_some() throws IOException {
    machine.read();
    writeAll(1);
    write("diskstats", "8 0 sda 6 0 0 3000 0 0 0 0 0 0 0\n259 0 nvme0n1 0 0 0 0 0 0 0 0 0 0 0\n");
    write("net/snmp", "Tcp: OutSegs RetransSegs\nTcp: 60 30\n");
    Map<String, Double> features = machine.read();

    assertThat(features.get("disk_latency")).isEqualTo(3 / 60.);
    assertThat(features.get("tcp_retransmits")).isEqualTo(0.5 / 10);
  }

  @Test
  void a_kernel_without_available_memory_has_an_approximation() throws IOException {
    write("meminfo", "MemTotal: 16 kB\nMemFree: 1 kB\nBuffers: 2 kB\nCached: 5 kB\nActive: 4 kB\n");

    assertThat(machine.read().get("memory_used")).isEqualTo(0.5);
  }

  @Test
  void a_missing_file_makes_its_features_absent_and_is_logged_once() throws IOException {
    machine.read();
    writeAll(1);
    Files.delete(proc.resolve("vmstat"));
    Files.delete(proc.resolve("diskstats"));
    Files.writeString(proc.resolve("diskstats"), "8 0 sda 1 2 3\n");
    Map<String, Double> features = machine.read();
    machine.read();

    assertThat(features.entrySet().stream().filter(it -> Double.isNaN(it.getValue())))
        .extracting(Map.Entry::getKey)
        .containsExactly(
            "swap_in",
            "swap_out",
            "major_page_faults",
            "disk_read",
            "disk_written",
            "disk_busy",
            "disk_latency");
    assertThat(log.list)
        .extracting(event -> event.getFormattedMessage().replace(proc + "/", ""))
        .containsExactly(
            "vmstat: expected a file that can be read, found none; its values are absent",
            "diskstats: expected a file that can be read, found a file with a line of 6 fields:"
                + " 8 0 sda 1 2 3; its values are absent");
  }

  @Test
  void a_kernel_without_pressure_is_usual() throws IOException {
    machine.read();
    writeAll(1);
    Files.delete(proc.resolve("pressure/cpu"));
    Files.writeString(proc.resolve("pressure/io"), "");
    Map<String, Double> features = machine.read();

    assertThat(features.get("pressure_cpu")).isNaN();
    assertThat(features.get("pressure_io")).isNaN();
    assertThat(features.get("pressure_memory")).isEqualTo(0.25);
    assertThat(log.list).isEmpty();
  }

  @Test
  void a_container_without_disks_and_interfaces_has_no_features_of_them() throws IOException {
    machine.read();
    writeAll(1);
    write("diskstats", "   7       0 loop0 9 9 9 9 9 9 9 9 0 9 9\n");
    write("net/dev", "lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n");
    write("self/mountinfo", "27 1 0:80 / / rw,relatime - overlay overlay rw\n");
    Map<String, Double> features = machine.read();

    assertThat(features.get("disk_read")).isNaN();
    assertThat(features.get("disk_latency")).isNaN();
    assertThat(features.get("network_errors")).isNaN();
    assertThat(features.get("filesystem_used")).isNaN();
    assertThat(log.list).isEmpty();
  }

  @Test
  void the_name_of_a_machine_that_has_none_is_that_of_the_loopback_address() throws IOException {
    Files.delete(proc.resolve("sys/kernel/hostname"));

    assertThat(machine.labels().get("instance")).isEqualTo("localhost");
  }
}
