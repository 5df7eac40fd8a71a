package io.github.anomalyexporter.evaluation.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.evaluation.past.Incident;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsFileTest {
  private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant END = Instant.parse("2026-03-02T11:30:00Z");

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("incidents.csv"), text);
  }

  @Test
  void times_are_rfc_3339_or_unix_seconds_and_no_instance_is_all() throws IOException {
    Path file =
        file(
            """
            instance,start,end,name
            web-1:9100,2026-03-02T10:00:00Z,2026-03-02T12:30:00+01:00,"disk, full"

            ,1772445600,1772451000,
            """);

    assertThat(IncidentsFile.read(file))
        .containsExactly(
            Incident.of("web-1:9100", START, END, "disk, full"), Incident.of("", START, END, ""));
  }

  @Test
  void the_name_may_be_missing() throws IOException {
    Path file = file("instance, start, end\nweb,2026-03-02T10:00:00Z,2026-03-02T11:30:00Z\n");

    assertThat(IncidentsFile.read(file)).containsExactly(Incident.of("web", START, END, ""));
    assertThat(IncidentsFile.read(file("instance,start,end\n"))).isEmpty();
  }

  @Test
  void further_columns_are_labels_that_tell_instances_of_one_name_apart() throws IOException {
    Path file =
        file(
            """
            instance,start,end,name,cluster,agent
            localhost:9100,1772445600,1772451000,disk,a,web-1
            ,1772445600,1772451000,power,b,
            """);

    List<Incident> incidents = IncidentsFile.read(file);

    assertThat(incidents).extracting(Incident::name).containsExactly("disk", "power");
    assertThat(incidents.get(0).concerns(host("a", "web-1"))).isTrue();
    assertThat(incidents.get(0).concerns(host("a", "web-2"))).isFalse();
    assertThat(incidents.get(1).concerns(host("b", "web-2"))).isTrue();
    assertThat(incidents.get(1).concerns(host("a", "web-2"))).isFalse();
  }

  private static Labels host(String cluster, String agent) {
    return Labels.of("instance", "localhost:9100", "cluster", cluster, "agent", agent);
  }

  @Test
  void every_problem_is_reported_with_its_line() throws IOException {
    Path file =
        file(
            """
            instance,start,end
            web,yesterday,
            web,2026-03-02T10:00:00Z
            web,2026-03-02T10:00:00Z,2026-03-02T11:30:00Z
            web,2026-03-02T11:30:00Z,2026-03-02T10:00:00Z
            """);

    assertThatThrownBy(() -> IncidentsFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": 4 problems:\n"
                + "  line 2: start: expected a time such as 2026-11-02T10:00:00Z or Unix seconds,"
                + " found yesterday\n"
                + "  line 2: end: expected a time such as 2026-11-02T10:00:00Z or Unix seconds,"
                + " found nothing\n"
                + "  line 3: expected 3 values as in the header, found 2; leave instance empty for"
                + " all instances\n"
                + "  line 5: expected an end after the start 2026-03-02T11:30:00Z, found"
                + " 2026-03-02T10:00:00Z");
  }

  @Test
  void another_header_is_a_problem() throws IOException {
    Path file = file("host,from,to\n");

    assertThatThrownBy(() -> IncidentsFile.read(file))
        .hasMessage(
            file
                + ", line 1: expected the header instance,start,end or instance,start,end,name,"
                + " optionally followed by further identity labels, found host,from,to");
    assertThatThrownBy(() -> IncidentsFile.read(file(""))).hasMessageEndingWith("found nothing");
  }

  @Test
  void an_absent_file_is_a_problem() {
    Path none = directory.resolve("none.csv");

    assertThatThrownBy(() -> IncidentsFile.read(none))
        .hasMessage(none + ": expected a file that can be read, found none");
  }

  @Test
  void a_file_that_unpacks_to_a_gigabyte_is_refused() throws IOException {
    Path bomb = directory.resolve("incidents.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write("instance,start,end\n".getBytes(StandardCharsets.UTF_8));
      byte[] lines = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20; i++) {
        out.write(lines);
      }
    }

    assertThatThrownBy(() -> IncidentsFile.read(bomb))
        .isInstanceOf(InputException.class)
        .hasMessage(bomb + ": cannot be read: it has more than 16 MB");
  }

  @Test
  void of_many_problems_the_first_ones_are_named() throws IOException {
    Path file = file("instance,start,end\n" + "a,b,c\n".repeat(500));

    assertThatThrownBy(() -> IncidentsFile.read(file))
        .hasMessageEndingWith("and others")
        .message()
        .hasLineCount(102);
  }
}
