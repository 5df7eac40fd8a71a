package io.github.anomalyexporter.testing.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @Test
  void a_vector_is_parsed_as_prometheus_writes_it() throws Exception {
    String json =
        """
        {"status":"success","data":{"resultType":"vector","result":[\
        {"metric":{"__name__":"anomaly_score","instance":"web-1:9100"},"value":[1795251600.781,"0.25"]},\
        {"metric":{"instance":"web-2:9100"},"value":[1795251600,"+Inf"]},\
        {"metric":{},"value":[1.7952516e+09,"NaN"]}]}}""";

    assertThat(Sample.parse(json))
        .containsExactly(
            new Sample(Map.of("__name__", "anomaly_score", "instance", "web-1:9100"), 0.25),
            new Sample(Map.of("instance", "web-2:9100"), Double.POSITIVE_INFINITY),
            new Sample(Map.of(), Double.NaN));
  }

  @Test
  void a_label_value_may_hold_what_json_and_labels_are_made_of() throws Exception {
    String json =
        """
        {"data":{"result":[{"metric":{"a":"}\\",{","b":"\\u00e9"},"value":[1,"2"]}]}}""";

    assertThat(Sample.parse(json)).containsExactly(new Sample(Map.of("a", "}\",{", "b", "é"), 2));
  }

  @Test
  void an_empty_vector_has_no_samples() throws Exception {
    String json = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    assertThat(Sample.parse(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>",
        "null",
        "{}",
        "{\"data\":{}}",
        "{\"data\":{\"result\":[{\"value\":[1,\"2\"]}]}}",
        "{\"data\":{\"result\":[{\"metric\":{}}]}}",
        "{\"data\":{\"result\":[{\"metric\":{},\"value\":[1]}]}}",
        "{\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}"
      })
  void anything_but_a_vector_is_an_error_of_the_input(String json) {
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> Sample.parse(json));
  }
}
