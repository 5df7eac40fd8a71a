package io.github.anomalyexporter.testing.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IncidentTest {
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant END = START.plusSeconds(60);

  @Test
  void an_incident_is_active_from_its_start_until_before_its_end() {
    Incident incident = Incident.of(IncidentKind.VANISH, "web-1", START).until(END);
    assertThat(incident.isActiveAt(START.minusMillis(1))).isFalse();
    assertThat(incident.isActiveAt(START)).isTrue();
    assertThat(incident.isActiveAt(END.minusMillis(1))).isTrue();
    assertThat(incident.isActiveAt(END)).isFalse();
  }

  @Test
  void an_incident_of_no_length_is_refused() {
    Incident incident = Incident.of(IncidentKind.VANISH, "web-1", START);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> incident.until(START))
        .withMessageStartingWith("an incident must end after it starts");
  }

  @Test
  void kinds_are_found_by_name() {
    for (IncidentKind kind : IncidentKind.values()) {
      assertThat(IncidentKind.ofName(kind.kebabName())).isEqualTo(kind);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IncidentKind.ofName("fire"))
        .withMessage(
            "unknown incident kind \"fire\", known are cpu-hog, memory-leak, disk-saturation,"
                + " network-flood, correlation-break, flatline, vanish");
  }

  @Test
  void engineered_features_count_as_those_they_are_made_from() {
    assertThat(IncidentKind.CPU_HOG.isLedBy("cpu_user")).isTrue();
    assertThat(IncidentKind.CPU_HOG.isLedBy("cpu_user_change_5m")).isTrue();
    assertThat(IncidentKind.CPU_HOG.isLedBy("network_received_mean_5m")).isFalse();
  }
}
