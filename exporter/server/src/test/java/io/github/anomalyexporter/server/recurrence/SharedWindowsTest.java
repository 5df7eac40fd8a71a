package io.github.anomalyexporter.server.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.anomalyexporter.core.series.Labels;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedWindowsTest {
  private static final RecurringAnomaly NIGHTLY =
      new RecurringAnomaly(
          new DailyWindow(
              LocalTime.of(1, 30), Duration.ofMinutes(45), EnumSet.allOf(DayOfWeek.class)),
          14,
          14);

  private static List<Labels> hosts(int number) {
    List<Labels> hosts = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      hosts.add(Labels.of("instance", "db-" + i + ":9100", "job", "node"));
    }
    return hosts;
  }

  private static List<CalendarProposal> proposals(List<Labels> affected, List<Labels> all) {
    SharedWindows shared = new SharedWindows(all, all);
    affected.forEach(each -> shared.add(each, NIGHTLY));
    return shared.proposals(ZoneOffset.UTC, List.of());
  }

  @Test
  void many_instances_are_named_in_several_entries() {
    assertThat(proposals(hosts(501), hosts(502)))
        .extracting(it -> it.entry().name(), it -> it.affected().size())
        .containsExactly(tuple("recurring-0130", 500), tuple("recurring-0130-2", 1));
  }

  @Test
  void all_of_many_instances_have_one_entry() {
    assertThat(proposals(hosts(502), hosts(502)))
        .singleElement()
        .satisfies(it -> assertThat(it.entry().instances()).isNull());
  }
}
