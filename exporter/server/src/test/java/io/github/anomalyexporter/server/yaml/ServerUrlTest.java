package io.github.anomalyexporter.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUrlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://prometheus:9090",
        "HTTPS://prometheus.example.org/prefix/",
        "http://prometheus_1:9090",
        "http://127.0.0.1",
        "http://[::1]:9090",
        "http://me:pass%2Fw0rd@host:1/p",
        "http://m\u00fcnchen.example"
      })
  void a_url_of_a_server_is_valid(String text) {
    assertThat(ServerUrl.parse(text, "http", "https")).contains(URI.create(text));
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://me:s3cret@host, ftp://<secret>@host",
    "http://u:12/s3cret@host, http://<secret>@host",
    "http://host/a@b, http://<secret>@b",
    "http://host?token=s3cret, http://host?<secret>",
    "http://me:s3cret@host/p?token=s3cret#s3cret, http://<secret>@host/p?<secret>",
    "http://host#s3cret, http://host#<secret>",
    "http://me:s3cret word@host, http://<secret>@host",
    "http://me:s3cret@@host, http://<secret>@host",
    "http://host:99999, http://host:99999",
    "http://host:0, http://host:0",
    "http://host:, http://host:",
    "http://me:s3cret@, http://<secret>@",
    "http:///path, http:///path",
    "host:9090, host:9090",
  })
  void what_cannot_be_is_refused_and_shown_without_secrets(String text, String shown) {
    assertThat(ServerUrl.parse(text, "http", "https")).isEmpty();
    assertThat(ServerUrl.redacted(text)).isEqualTo(shown).doesNotContain("s3cret");
  }
}
