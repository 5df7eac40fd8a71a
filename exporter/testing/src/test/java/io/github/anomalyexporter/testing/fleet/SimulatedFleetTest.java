package io.github.anomalyexporter.testing.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedFleetTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private final SimulatedFleet fleet = SimulatedFleet.of(List.of("web-1", "db-1"), BOOT, 1);

  @Test
  void an_incident_belongs_to_its_host_alone() {
    Incident incident = Incident.of(IncidentKind.CPU_HOG, "db-1", BOOT.plusSeconds(60));
    SimulatedFleet struck = fleet.with(incident);
    assertThat(struck.incidents()).containsExactly(incident);
    assertThat(struck.host("web-1").isAnomalousAt(BOOT.plusSeconds(90))).isFalse();
    assertThat(struck.host("db-1").isAnomalousAt(BOOT.plusSeconds(90))).isTrue();
    assertThat(fleet.incidents()).isEmpty();
  }

  @Test
  void a_calmed_host_remembers_what_was() {
    Incident incident = Incident.of(IncidentKind.CPU_HOG, "db-1", BOOT.plusSeconds(60));
    SimulatedFleet calmed = fleet.with(incident).calmed("db-1", BOOT.plusSeconds(120));
    assertThat(calmed.incidents()).containsExactly(incident.until(BOOT.plusSeconds(120)));
    assertThat(calmed.calmed("db-1", BOOT.plusSeconds(180)).incidents())
        .isEqualTo(calmed.incidents());
  }

  @Test
  void an_unknown_host_is_named_with_the_known_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fleet.host("web-9"))
        .withMessage("unknown host \"web-9\", known are web-1, db-1");
  }

  @Test
  void a_message_does_not_name_a_thousand_hosts() {
    SimulatedFleet large = SimulatedFleet.of(SimulatedFleet.names(1_000), BOOT, 1);
    assertThat(large.knownNames())
        .startsWith("web-1, db-1, cache-1, batch-1, web-2")
        .endsWith(" and others")
        .hasSizeLessThan(300);
  }

  @Test
  void two_hosts_of_one_name_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFleet.of(List.of("web-1", "web-1"), BOOT, 1))
        .withMessage("two hosts have the name \"web-1\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SimulatedFleet.of(List.of(), BOOT, 1))
        .withMessage("a fleet has at least one host");
  }
}
