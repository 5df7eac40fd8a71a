package io.github.anomalyexporter.server.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  private final Config config = new HeldRunner().config();

  private BacktestRequest read(String json) throws BadRequestException {
    return RequestReader.read(json.getBytes(StandardCharsets.UTF_8), config, NOW);
  }

  @Test
  void without_changes_it_is_the_detector_of_the_configuration() throws Exception {
    BacktestRequest request = read("{\"detector\": \"node\", \"start\": null, \"type\": null}");

    assertThat(request.detector()).isEqualTo(config.detectors().get(0));
    assertThat(request.start()).isNull();
    assertThat(request.end()).isNull();
    assertThat(request.alerts()).isFalse();
    assertThat(request.yaml()).isEqualTo("- name: node\n");
  }

  @Test
  void a_range_and_incidents_are_read() throws Exception {
    BacktestRequest request =
        read(
            """
            {"detector": "node", "start": "7d", "end": "2026-03-01T00:00:00Z", "incidents": "alerts"}
            """);

    assertThat(request.start()).isEqualTo(NOW.minus(Duration.ofDays(7)));
    assertThat(request.end()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
    assertThat(request.alerts()).isTrue();
  }

  /** The text is what a user puts into the file: the file has to mean what was tested. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\": \"pca\"",
        "\"selector\": \"job=\\\"node\\\", cluster=~\\\"it's|b\\\"\"",
        "\"selector\": \"cluster=\\\"x\\\",\\n job=\\\"\u00e9\\\\\\\\d\\\"\"",
        "\"preset\": \"small\"",
        "\"false_alarms_per_day\": 0.00012",
        "\"selector\": \"\", \"type\": \"isolation-forest\", \"false_alarms_per_day\": 2",
      })
  void the_yaml_of_the_changes_does_what_is_tested(String changes) throws Exception {
    String base = "detectors: [{name: plain}]\npresets: " + small() + "\n";
    Config plain = ConfigFile.parse("test.yml", base);

    BacktestRequest request =
        RequestReader.read(
            ("{\"detector\": \"plain\", " + changes + "}").getBytes(StandardCharsets.UTF_8),
            plain,
            NOW);

    assertThat(request.detector()).isNotEqualTo(plain.detectors().get(0));
    Config written =
        ConfigFile.parse(
            "test.yml", "presets: " + small() + "\ndetectors:\n" + request.yaml().indent(2));
    assertThat(written.detectors()).containsExactly(request.detector());
  }

  private static String small() {
    return "{small: {discovery: 'group by ($identity) (up{$selector})',"
        + " features: [{name: load, expression: 'node_load1{$selector}', unit: items}]}}";
  }

  @Test
  void other_values_of_the_entry_stay() throws Exception {
    DetectorConfig base = config.detectors().get(0);

    DetectorConfig changed =
        read("{\"detector\": \"node\", \"false_alarms_per_day\": 0.25}").detector();

    assertThat(changed.model().layers()).isEqualTo(base.model().layers());
    assertThat(changed.source()).isEqualTo(base.source());
    assertThat(changed.model().threshold().options().falseAlarmsPerDay()).isEqualTo(0.25);
    assertThat(base.model().threshold().options().falseAlarmsPerDay()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{} | detector: expected the name of a detector, found nothing",
        "{'detector': 5} | detector: expected a detector with source: prometheus, one of [node, strict], found 5",
        "{'detector': 'pumps'} | detector: expected a detector with source: prometheus, one of [node, strict], found pumps",
        "{'detector': ['node']} | detector: expected the name of a detector, found a list",
        "{'detector': 'node', 'selectr': 'a'} | selectr: expected a known key, found 'selectr'; did you mean selector?",
        "{'detector': 'node', 'name': 'other'} | name: expected a known key, found 'name'",
        "{'detector': 'node', 'detector': 'strict'} | detector: expected a unique key, found the same key in line 1",
        "{'detector': 'node', 'start': 'soon'} | start: expected a time such as 2026-11-02T10:00:00Z, Unix seconds, or a duration ago such as 7d, found soon",
        "{'detector': 'node', 'start': '1h', 'end': '2h'} | start: expected a time before the end 2026-03-02T10:00:00Z, found 1h",
        "{'detector': 'node', 'start': '2y'} | start: expected a time at most 365d before the end 2026-03-02T12:00:00Z, found 2y",
        "{'detector': 'node', 'end': '2999-01-01T00:00:00Z'} | end: expected a time in the past, found 2999-01-01T00:00:00Z",
        "{'detector': 'node', 'incidents': 'file.csv'} | incidents: expected one of alerts, found file.csv",
        "{'detector': 'node', 'selector': 'job=node'} | selector: expected label matchers such as job=",
        "{'detector': 'node', 'selector': {}} | selector: expected a string, found a mapping",
        "{'detector': 'node', 'preset': 'smal'} | preset: expected the name of a preset, found smal; did you mean small?",
        "{'detector': 'node', 'type': 'forest'} | type: expected one of autoencoder, ",
        "{'detector': 'node', 'type': 'pca'} | model.layers: expected no value, because type pca has no network, found a list",
        "{'detector': 'node', 'false_alarms_per_day': '1'} | false_alarms_per_day: expected a number above 0 and up to ",
        "{'detector': 'node', 'false_alarms_per_day': 0} | false_alarms_per_day: expected a number above 0 and up to ",
        "{'detector': 'node', 'false_alarms_per_day': 1e-400} | false_alarms_per_day: expected a number above 0 and up to ",
        "{'detector': 'strict', 'false_alarms_per_day': 1} | false_alarms_per_day: expected either false_alarms_per_day or quantile and sigmas",
        "[] | the document (line 1): expected a mapping, found a list",
        "{'detector': 'node'} {} | line 1, column 22: expected one JSON object, found more text",
        "{'detector': node} | line 1, column 1",
      })
  void a_wrong_member_is_named(String json, String message) {
    assertThatThrownBy(() -> read(json.replace("'", "\"")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void all_problems_of_the_request_are_in_one_message() {
    assertThatThrownBy(() -> read("{\"detector\": \"nod\", \"end\": true, \"incidents\": 1}"))
        .hasMessageContaining("detector: expected")
        .hasMessageContaining("; end: expected")
        .hasMessageContaining("; incidents: expected");
  }

  @Test
  void deep_nesting_is_refused() {
    assertThatThrownBy(() -> read("[".repeat(5_000))).isInstanceOf(BadRequestException.class);
  }
}
