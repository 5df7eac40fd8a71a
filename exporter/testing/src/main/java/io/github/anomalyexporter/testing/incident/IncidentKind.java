package io.github.anomalyexporter.testing.incident;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of incidents, each with the features that a good detector ranks first. */
@SuppressWarnings("ImmutableEnumChecker") // effects have no state, and the lists do not change
public enum IncidentKind {
  CPU_HOG(
      new CpuHog(),
      "cpu_used",
      "cpu_user",
      "load_per_core",
      "processes_running",
      "processes_per_load",
      "pressure_cpu"),
  MEMORY_LEAK(
      new MemoryLeak(),
      "memory_used",
      "memory_active",
      "swap_in",
      "swap_out",
      "major_page_faults",
      "pressure_memory"),
  DISK_SATURATION(
      new DiskSaturation(),
      "cpu_iowait",
      "disk_read",
      "disk_written",
      "disk_busy",
      "disk_latency",
      "disk_per_cpu",
      "processes_blocked",
      "pressure_io"),
  NETWORK_FLOOD(new NetworkFlood(), "network_received", "network_per_cpu"),
  CORRELATION_BREAK(
      new CorrelationBreak(),
      "cpu_used",
      "cpu_user",
      "cpu_system",
      "cpu_iowait",
      "cpu_steal",
      "load_per_core",
      "processes_running",
      "processes_blocked",
      "processes_per_load",
      "context_switches",
      "disk_read",
      "disk_written",
      "disk_busy",
      "disk_latency",
      "disk_per_cpu",
      "major_page_faults",
      "network_received",
      "network_transmitted",
      "network_per_cpu",
      "tcp_retransmits",
      "pressure_cpu",
      "pressure_io"),
  FLATLINE(
      new Flatline(),
      "cpu_used",
      "cpu_user",
      "cpu_system",
      "cpu_iowait",
      "cpu_steal",
      "major_page_faults",
      "disk_read",
      "disk_written",
      "disk_busy",
      "disk_latency",
      "disk_per_cpu",
      "network_received",
      "network_transmitted",
      "network_per_cpu",
      "context_switches",
      "tcp_retransmits",
      "pressure_cpu",
      "pressure_memory",
      "pressure_io"),
  /** Has no leading features, because there are no values. */
  VANISH(new Vanish());

  private final Effect effect;
  private final List<String> leadingFeatures;

  IncidentKind(Effect effect, String... leadingFeatures) {
    this.effect = effect;
    this.leadingFeatures = List.of(leadingFeatures);
  }

  /** The kind of this name, such as {@code cpu-hog}. */
  public static IncidentKind ofName(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.kebabName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown incident kind \"" + name + "\", known are " + knownNames()));
  }

  /** All names, for messages. */
  public static String knownNames() {
    return Arrays.stream(values()).map(IncidentKind::kebabName).collect(Collectors.joining(", "));
  }

  /** The name in lower case with dashes, as in URLs. */
  public String kebabName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Effect effect() {
    return effect;
  }

  /** Names of the features that the incident changes most, in no order. */
  public List<String> leadingFeatures() {
    return leadingFeatures;
  }

  /** Whether a feature, or a feature that it is engineered from, is among the leading features. */
  public boolean isLedBy(String feature) {
    return leadingFeatures.stream().anyMatch(feature::contains);
  }
}
