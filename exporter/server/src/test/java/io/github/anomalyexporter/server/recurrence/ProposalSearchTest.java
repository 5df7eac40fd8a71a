package io.github.anomalyexporter.server.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ProposalSearchTest {
  private static final String QUERY =
      "max by (instance, job) (max_over_time(anomaly_is_anomalous{detector=\"node\",exported_instance=\"\"}[5m]))";
  private static final Duration LENGTH = Duration.ofMinutes(45);

  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  @AutoClose private final PrometheusClient client = prometheus.client();

  ProposalSearchTest() throws IOException {}

  private static Labels host(String instance) {
    return Labels.of("instance", instance, "job", "node");
  }

  private void put(String instance, PastAlarms past) {
    prometheus.put(QUERY, host(instance), past);
  }

  private static PastAlarms backup() {
    return PastAlarms.inUtc().daily("01:30", LENGTH);
  }

  private CalendarProposals search(String... calendar) throws InterruptedException {
    return search(PastAlarms.END, calendar);
  }

  private CalendarProposals search(Instant now, String... calendar) throws InterruptedException {
    Config config =
        config("detectors: [{name: node, calendar: [%s]}]".formatted(String.join(", ", calendar)));
    return new ProposalSearch(
            client, config.detectors().get(0), config.calendar(config.detectors().get(0)))
        .proposals(now);
  }

  private static Config config(String yaml) {
    try {
      return ConfigFile.parse("test", yaml);
    } catch (ConfigException e) {
      throw new AssertionError(yaml, e);
    }
  }

  /** The entries as the configuration has them after all proposals are pasted. */
  private static List<CalendarEntry> pasted(CalendarProposals found) {
    StringBuilder yaml = new StringBuilder("detectors:\n  - name: node\n    calendar:\n");
    found.proposals().forEach(it -> yaml.append(it.entry().yaml(6)));
    Config config = config(yaml.toString());
    return config.calendar(config.detectors().get(0));
  }

  private static CalendarProposal only(CalendarProposals found) {
    assertThat(found.proposals()).hasSize(1);
    return found.proposals().get(0);
  }

  @Test
  void an_entry_names_the_instances_that_share_a_window() throws InterruptedException {
    put("db-1:9100", backup());
    put("db-2:9100", PastAlarms.inUtc().daily("01:35", LENGTH));
    put("web-1:9100", PastAlarms.inUtc());

    CalendarProposals found = search();

    assertThat(found.isKnown()).isTrue();
    assertThat(found.scored()).isEqualTo(Duration.ofDays(14));
    assertThat(only(found).affected()).containsExactly(host("db-1:9100"), host("db-2:9100"));
    assertThat(only(found).entry().yaml(0))
        .isEqualTo(
            """
            - name: recurring-0130
              schedule: 30 1 * * *
              duration: 50m
              time_zone: UTC
              instances: 'db-1:9100|db-2:9100'
            """);
  }

  @Test
  void an_entry_for_all_instances_names_none() throws InterruptedException {
    put("db-1:9100", backup());
    put("db-2:9100", backup());
    put("new-1:9100", PastAlarms.inUtc().knownFor(Duration.ofDays(1)));

    assertThat(only(search()).entry().instances()).isNull();
  }

  @Test
  void one_instance_is_named() throws InterruptedException {
    put("db-1:9100", backup());

    assertThat(only(search()).entry().instances()).isEqualTo("db-1:9100");
  }

  @Test
  void the_instance_with_the_fewest_days_is_shown() throws InterruptedException {
    put("db-1:9100", backup());
    put(
        "db-2:9100",
        PastAlarms.inUtc().daily("01:30", LENGTH, day -> day.getDayOfMonth() % 5 != 0));

    CalendarProposal found = only(search());

    assertThat(found.daysSeen()).isEqualTo(11);
    assertThat(found.daysKnown()).isEqualTo(14);
  }

  @Test
  void instances_of_several_jobs_have_an_entry_for_each_job() throws InterruptedException {
    put("db-1:9100", backup());
    put("db-2:9100", backup());
    prometheus.put(QUERY, Labels.of("instance", "db-1:9100", "job", "other"), PastAlarms.inUtc());

    CalendarProposal found = only(search());

    assertThat(found.entry().instances()).isNull();
    assertThat(found.entry().labels()).containsExactly(entry("job", "node"));
    assertThat(pasted(search()).get(0).concerns(host("db-1:9100"))).isTrue();
    assertThat(pasted(search()).get(0).concerns(Labels.of("instance", "db-1:9100", "job", "other")))
        .isFalse();
  }

  @Test
  void a_window_under_a_calendar_entry_is_not_proposed() throws InterruptedException {
    put("db-1:9100", backup());
    put("web-1:9100", PastAlarms.inUtc().daily("04:00", LENGTH));
    String covering = "{name: backup, schedule: 30 1 * * *, duration: 45m, instances: db-.*}";

    CalendarProposals found = search(covering);

    assertThat(only(found).affected()).containsExactly(host("web-1:9100"));
  }

  @Test
  void an_entry_for_other_instances_covers_nothing() throws InterruptedException {
    put("db-1:9100", backup());

    assertThat(
            search("{name: a, schedule: 30 1 * * *, duration: 1h, instances: web-.*}").proposals())
        .hasSize(1);
  }

  @Test
  void the_days_beside_an_entry_are_proposed() throws InterruptedException {
    put("db-1:9100", backup());

    CalendarProposal found =
        only(search("{name: recurring-0130, schedule: 30 1 * * MON-FRI, duration: 1h}"));

    assertThat(found.entry().name()).isEqualTo("recurring-0130-2");
    assertThat(found.daysSeen()).isEqualTo(4);
    assertThat(found.daysKnown()).isEqualTo(4);
  }

  @Test
  void a_pasted_proposal_covers_the_anomaly() throws InterruptedException {
    put("db-1:9100", PastAlarms.inUtc().daily("23:40", LENGTH));
    put("db-2:9100", PastAlarms.inUtc());
    String pasted = only(search()).entry().yaml(0);

    Config config = config("detectors:\n  - name: node\n    calendar:\n" + pasted.indent(6));

    assertThat(
            new ProposalSearch(
                    client, config.detectors().get(0), config.calendar(config.detectors().get(0)))
                .proposals(PastAlarms.END)
                .proposals())
        .isEmpty();
  }

  @Test
  void the_time_zone_is_that_of_the_calendar() throws InterruptedException {
    Instant now = Instant.parse("2026-04-05T12:00:00Z");
    ZoneId zone = ZoneId.of("Europe/Berlin");
    put("db-1:9100", PastAlarms.until(now, zone).daily("04:30", LENGTH));

    CalendarProposal found =
        only(
            search(now, "{name: a, schedule: 0 22 * * *, duration: 1h, time_zone: Europe/Berlin}"));

    assertThat(found.entry().yaml(0)).contains("schedule: 30 4 * * *", "time_zone: Europe/Berlin");
    assertThat(found.daysSeen()).isEqualTo(14);
  }

  @Test
  void a_permanent_anomaly_is_reported_without_an_entry() throws InterruptedException {
    put("db-1:9100", PastAlarms.inUtc().daily("00:00", Duration.ofHours(24)));

    CalendarProposals found = search();

    assertThat(found.proposals()).isEmpty();
    assertThat(found.permanent())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.instance()).isEqualTo(host("db-1:9100"));
              assertThat(each.anomaly().window().length()).isEqualTo(Duration.ofDays(1));
            });
  }

  @Test
  void nothing_is_known_without_series_or_with_too_few_days() throws InterruptedException {
    assertThat(search().isKnown()).isFalse();
    assertThat(search().scored()).isZero();

    put("db-1:9100", backup().knownFor(Duration.ofDays(3)));

    assertThat(search().isKnown()).isFalse();
    assertThat(search().scored()).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void an_odd_name_is_quoted_so_that_the_configuration_accepts_it() throws InterruptedException {
    List<String> odd =
        List.of(
            "a 'quoted' # name",
            "x|y.*",
            "[::1]:9100",
            "Gr\u00FC\u00DFe",
            "yes",
            "*",
            "\\d\uD83D\uDE80");
    for (String name : odd) {
      put(name.replace("\\", "\\\\"), backup());
    }
    put("web-1:9100", PastAlarms.inUtc());

    CalendarProposals found = search();
    CalendarEntry entry = pasted(found).get(0);

    assertThat(only(found).affected()).extracting(it -> it.get("instance")).containsAll(odd);
    assertThat(only(found).affected()).allMatch(entry::concerns);
    assertThat(entry.concerns(host("web-1:9100"))).isFalse();
    assertThat(entry.concerns(host("y42"))).isFalse();
  }

  @Test
  void a_proposal_is_new_once() throws InterruptedException {
    put("db-1:9100", backup());
    CalendarProposals before = search();
    put("db-2:9100", PastAlarms.inUtc().daily("14:00", LENGTH));

    CalendarProposals after = search(PastAlarms.END.plus(Duration.ofDays(1)));

    assertThat(after.newSince(before))
        .extracting(it -> it.entry().name())
        .containsExactly("recurring-1400");
  }

  @Test
  void a_failure_of_prometheus_is_thrown() {
    prometheus.fail(FakePrometheus.EVERYTHING, 503, "no");

    assertThatThrownBy(this::search).isInstanceOf(RequestException.class);
  }
}
