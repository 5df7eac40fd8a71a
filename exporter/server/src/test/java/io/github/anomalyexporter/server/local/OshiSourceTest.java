package io.github.anomalyexporter.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** OSHI and the kernel's files agree about the machine of the test. */
@EnabledOnOs(OS.LINUX)
class OshiSourceTest {
  private final MachineSource oshi = new OshiSource();
  private final MachineSource files = new ProcFiles(Path.of("/proc"), point -> Double.NaN);

  @Test
  void counters_are_between_those_of_the_files_before_and_after() {
    MachineValues before = files.read();
    MachineValues found = oshi.read();
    MachineValues after = files.read();

    assertThat(found.parts(Counter.CPU_TIME))
        .containsOnlyKeys("USER", "NICE", "SYSTEM", "IDLE", "IRQ", "SOFTIRQ");
    assertThat(found.parts(Counter.CONTEXT_SWITCHES)).hasSize(1);
    for (Counter counter :
        new Counter[] {
          Counter.CPU_TIME,
          Counter.CONTEXT_SWITCHES,
          Counter.SWAPPED_IN,
          Counter.SWAPPED_OUT,
          Counter.SEGMENTS_SENT,
          Counter.SEGMENTS_RETRANSMITTED,
          Counter.RECEIVED,
          Counter.TRANSMITTED,
          Counter.NETWORK_ERRORS
        }) {
      for (Map.Entry<String, Double> part : found.parts(counter).entrySet()) {
        double tolerance = 0.1 + counter.jitter();
        assertThat(part.getValue())
            .as(counter + part.getKey())
            .isBetween(
                before.parts(counter).getOrDefault(part.getKey(), Double.NaN) - tolerance,
                after.parts(counter).getOrDefault(part.getKey(), Double.NaN) + tolerance);
      }
    }
    assertThat(found.get(Gauge.CORES)).isEqualTo(after.get(Gauge.CORES));
    assertThat(found.get(Gauge.MEMORY_USED)).isCloseTo(after.get(Gauge.MEMORY_USED), within(0.2));
    assertThat(oshi.hostName()).isEqualTo(files.hostName());
  }
}
