package io.github.anomalyexporter.server.posted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private static final String PUMPS =
      """
      detectors:
        - name: pumps
          source: push
          identity_labels: [instance, site]
          features:
            - {name: flow, unit: l/s}
            - {name: load, unit: ratio}
      """;

  private static ReadRows read(String text, @Nullable String mediaType)
      throws UnreadableRowsException, ConfigException {
    DetectorConfig pumps = ConfigFile.parse("test.yml", PUMPS).detectors().get(0);
    RowReader reader = new RowReader(pumps, instance -> true);
    return reader.read(
        text.getBytes(StandardCharsets.UTF_8),
        mediaType,
        RowCheck.near(reader.format(), NOW, Duration.ofDays(7)));
  }

  private static ReadRows json(String rows) throws UnreadableRowsException, ConfigException {
    return read("{\"samples\": [" + rows + "]}", "application/json");
  }

  private static String row(String labels, String time, String features) {
    return "{\"labels\": {%s}, \"time\": %s, \"features\": {%s}}".formatted(labels, time, features);
  }

  @Test
  void json_rows_have_labels_a_time_and_the_values_of_features() throws Exception {
    ReadRows read =
        json(
            row(
                    "\"instance\": \"p1\", \"site\": \"a\"",
                    "\"2026-03-02T11:59:00+00:00\"",
                    "\"load\": 0.5")
                + ","
                + row("\"instance\": \"p2\"", "1772452740.25", "\"flow\": 12, \"load\": null"));

    assertThat(read.refused()).isEmpty();
    assertThat(read.rows())
        .extracting(it -> it.sample().instance())
        .containsExactly(Labels.of("instance", "p1", "site", "a"), Labels.of("instance", "p2"));
    assertThat(read.rows())
        .extracting(it -> it.sample().time())
        .containsExactly(
            Instant.parse("2026-03-02T11:59:00Z"), Instant.parse("2026-03-02T11:59:00.250Z"));
    assertThat(read.rows().get(0).sample().values()).containsExactly(Float.NaN, 0.5f);
    assertThat(read.rows().get(1).sample().values()).containsExactly(12, Float.NaN);
  }

  @Test
  void csv_rows_have_a_header_in_any_order() throws Exception {
    ReadRows read =
        read(
            """
            load,time,site,instance,flow
            0.5,2026-03-02T11:59:00Z,"a, b",p1,
            NaN,1772452740,,p1,3e1

            """,
            "text/csv; charset=utf-8");

    assertThat(read.refused()).isEmpty();
    assertThat(read.rows().get(0).sample().instance())
        .isEqualTo(Labels.of("instance", "p1", "site", "a, b"));
    assertThat(read.rows().get(0).sample().values()).containsExactly(Float.NaN, 0.5f);
    assertThat(read.rows().get(1).sample().instance()).isEqualTo(Labels.of("instance", "p1"));
    assertThat(read.rows().get(1).sample().values()).containsExactly(30, Float.NaN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "flow": 1 | labels: expected the identity labels instance, site, found zone
          "flaw": 1 | features: expected features of the detector, found flaw; did you mean flow?
          "load": 45 | features.load: expected 0 to 1 (ratio), found 45; check the unit
          "flow": 1e300 | features.flow: expected a finite number, found 1.0E300
          "flow": null | features: expected at least one value, found none
          """)
  void a_row_is_refused_with_its_place_and_reason(String features, String error) throws Exception {
    String labels =
        error.contains("zone") ? "\"instance\": \"p1\", \"zone\": \"z\"" : "\"instance\": \"p1\"";

    ReadRows read =
        json(
            row("\"instance\": \"p0\"", "1772452740", "\"flow\": 1")
                + ","
                + row(labels, "1772452740", features));

    assertThat(read.rows()).hasSize(1);
    assertThat(read.refused()).containsExactly(new RefusedRow(2, error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "yesterday" | time: expected RFC 3339 or Unix seconds, found yesterday
          "" | time: expected RFC 3339 or Unix seconds, found none
          "2026-03-02T12:01:01Z" | time: expected at most 2026-03-02T12:01:00Z, a minute after the \
          clock of this machine, found 2026-03-02T12:01:01Z
          "2026-02-23T11:59:59Z" | time: expected at least 2026-02-23T12:00:00Z, the begin of the \
          history of the detector, found 2026-02-23T11:59:59Z
          """)
  void a_time_is_of_the_recent_past(String time, String error) throws Exception {
    assertThat(json(row("\"instance\": \"p1\"", time, "\"flow\": 1")).refused())
        .containsExactly(new RefusedRow(1, error));
  }

  @Test
  void a_row_without_an_instance_is_refused() throws Exception {
    assertThat(json(row("\"site\": \"a\"", "1772452740", "\"flow\": 1")).refused())
        .containsExactly(
            new RefusedRow(1, "labels.instance: expected the name of the instance, found none"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | line 1, row 1: expected an object with the key samples, found nothing
          [] | line 1, row 1: expected an object with the key samples, found a list
          {} | line 1, row 1: expected the key samples, found none
          {"rows": []} | line 1, row 1: expected only the key samples, found rows
          {"samples": [{"value": 1}]} | line 1, row 1: expected only the keys labels, time and \
          features, found value
          {"samples": [{"features": {"flow": "12"}}]} | line 1, row 1: expected features.flow: a \
          number or null, found "12"
          {"samples": [{"labels": {"instance": 7}}]} | line 1, row 1: expected labels.instance: a \
          string, found 7
          {"samples": [{"time": []}]} | line 1, row 1: expected time: a string or a number, found a \
          list
          {"samples": []} x | line 1, column 17: expected JSON, found Unrecognized token 'x'
          """)
  void json_of_another_form_is_refused_with_its_place(String text, String error) {
    assertThatThrownBy(() -> read(text, null))
        .isInstanceOf(UnreadableRowsException.class)
        .hasMessageStartingWith(error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "time,instance,flow,flow\n1,p,1,1|line 1: expected each column once, found flow",
        "time,instance,flow\n1,p|row 1: expected 3 cells, found 2",
        "time,instance,flow\n1,p,many|row 1, column flow: expected a number, found many",
        "|line 1: expected the names of columns: time, instance, site and features, found nothing"
      })
  void csv_of_another_form_is_refused_with_its_place(String textAndError) {
    int bar = textAndError.indexOf('|');

    assertThatThrownBy(() -> read(textAndError.substring(0, bar), "text/csv"))
        .isInstanceOf(UnreadableRowsException.class)
        .hasMessage(textAndError.substring(bar + 1));
  }

  @Test
  void a_request_has_a_bounded_number_of_rows() {
    String text =
        IntStream.rangeClosed(0, RowReader.MOST_ROWS)
            .mapToObj(row -> "1772452740,p" + row + ",1")
            .collect(Collectors.joining("\n", "time,instance,flow\n", "\n"));

    assertThatThrownBy(() -> read(text, "text/csv"))
        .isInstanceOf(UnreadableRowsException.class)
        .hasMessage("expected at most 20000 rows, found more; send several requests");
  }

  @Test
  void another_media_type_is_refused() {
    assertThatThrownBy(() -> read("<samples/>", "application/xml"))
        .isInstanceOf(UnreadableRowsException.class)
        .hasMessage("Content-Type: expected application/json or text/csv, found application/xml");
  }
}
