package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebOptionsTest {
  @ParameterizedTest
  @CsvSource({
    ":9877, '', 9877",
    ":0, '', 0",
    "127.0.0.1:9877, 127.0.0.1, 9877",
    "localhost:65535, localhost, 65535",
    "[::1]:9877, ::1, 9877",
    "[::]:9877, ::, 9877",
  })
  void an_address_is_a_host_and_a_port(String address, String host, int port) {
    assertThat(WebOptions.parse(address, false)).contains(new WebOptions(host, port, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "9877",
        "localhost",
        "localhost:",
        ":http",
        ":-1",
        ":+80",
        ":65536",
        "::1:9877",
        "[::1:9877",
        "::1]:9877",
        ": 80"
      })
  void anything_else_is_none(String address) {
    assertThat(WebOptions.parse(address, false)).isEmpty();
  }

  @Test
  void whether_changes_are_allowed_is_taken_over() {
    assertThat(WebOptions.parse(":1", true).orElseThrow().lifecycle()).isTrue();
  }
}
