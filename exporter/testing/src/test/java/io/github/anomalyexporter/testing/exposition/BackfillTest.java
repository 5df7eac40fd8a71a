package io.github.anomalyexporter.testing.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackfillTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant START = BOOT.plusSeconds(3_603);
  private static final Instant END = START.plusSeconds(101);
  private static final Duration INTERVAL = Duration.ofSeconds(20);

  @Test
  void every_value_is_the_one_of_the_live_page_at_that_time() throws IOException {
    Map<String, String> history = samples(write(fleet()));
    int compared = 0;
    for (String name : List.of("web-1", "db-1")) {
      for (int i = 0; i < 6; i++) {
        // Another fleet of the same seed: what is served after a restart.
        Instant time = START.plus(INTERVAL.multipliedBy(i));
        TextPage page = new TextPage(NodeExporterPage.render(fleet().host(name).at(time)));
        for (Map.Entry<String, String> sample : page.samples.entrySet()) {
          String series = withTargetLabels(sample.getKey(), name);
          assertThat(history)
              .containsEntry(series + " @" + time.getEpochSecond(), sample.getValue());
          compared++;
        }
        assertThat(history)
            .containsEntry(withTargetLabels("up", name) + " @" + time.getEpochSecond(), "1");
        compared++;
      }
    }
    assertThat(history).hasSize(compared);
  }

  @Test
  void families_are_named_and_typed_as_openmetrics_requires() throws IOException {
    String text = write(fleet());
    assertThat(text)
        .startsWith("# TYPE up gauge\nup{")
        .endsWith("\n# EOF\n")
        .contains("# TYPE node_cpu_seconds counter\nnode_cpu_seconds_total{")
        .contains("# TYPE node_vmstat_pswpin unknown\nnode_vmstat_pswpin{")
        .contains("# TYPE node_intr counter\nnode_intr_total{")
        .contains("# TYPE node_uname_info gauge\n")
        .doesNotContain("untyped");
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE")).distinct().count())
        .isEqualTo(text.lines().filter(line -> line.startsWith("# TYPE")).count())
        .isEqualTo(46);
  }

  @Test
  void a_vanished_host_leaves_only_that_it_is_down() throws IOException {
    Incident vanish = Incident.of(IncidentKind.VANISH, "db-1", START.plusSeconds(50));
    String text = write(fleet().with(vanish));
    Map<String, String> history = samples(text);
    long later = START.plusSeconds(60).getEpochSecond();
    assertThat(history)
        .containsEntry(withTargetLabels("up", "db-1") + " @" + later, "0")
        .containsEntry(withTargetLabels("up", "web-1") + " @" + later, "1")
        .doesNotContainKey(withTargetLabels("node_load1", "db-1") + " @" + later);
  }

  @Test
  void the_number_of_samples_is_returned() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(backfill(fleet(), START, END).writeTo(out)).isEqualTo(2 * 67 * 6);
  }

  @Test
  void times_that_make_no_sense_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backfill(fleet(), END, START))
        .withMessageContaining("is not before the end");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> backfill(fleet(), BOOT.minusSeconds(1), END))
        .withMessage(
            "the start 2026-03-01T23:59:59Z is before web-1 boots at 2026-03-02T00:00:00Z");
  }

  private static SimulatedFleet fleet() {
    return SimulatedFleet.of(List.of("web-1", "db-1"), BOOT, 1);
  }

  private static Backfill backfill(SimulatedFleet fleet, Instant start, Instant end) {
    return new Backfill(fleet, start, end, INTERVAL, "node", Map.of("cluster", "a\"b"));
  }

  private static String write(SimulatedFleet fleet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    backfill(fleet, START, END).writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  /** The series with the labels that a scrape adds. */
  private static String withTargetLabels(String series, String host) {
    String target = "cluster=\"a\\\"b\",job=\"node\",instance=\"" + host + ":9100\"}";
    return series.endsWith("}")
        ? series.substring(0, series.length() - 1) + "," + target
        : series + "{" + target;
  }

  /** Values by series and timestamp. */
  private static Map<String, String> samples(String text) {
    Map<String, String> samples = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int labelsEnd = line.lastIndexOf('}') + 1;
        String[] valueAndTime = line.substring(labelsEnd + 1).split(" ", -1);
        String key = line.substring(0, labelsEnd) + " @" + valueAndTime[1];
        assertThat(samples.put(key, valueAndTime[0])).as(line).isNull();
      }
    }
    return samples;
  }
}
