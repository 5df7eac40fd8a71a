package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.server.config.HttpClientConfig.BasicAuth;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientConfigTest {
  private static final URI URL = URI.create("http://localhost:9090");

  private static HttpClientConfig of(Map<String, String> headers, Duration timeout, int retries) {
    return new HttpClientConfig(
        URL, null, null, null, Secret.of("t0ken"), headers, Tls.DEFAULT, timeout, retries);
  }

  private static HttpClientConfig headers(Map<String, String> headers) {
    return of(headers, Duration.ofSeconds(1), 0);
  }

  @Test
  void defaults() {
    HttpClientConfig config = HttpClientConfig.defaults(URL);

    assertThat(config.url()).isEqualTo(URL);
    assertThat(config.failoverUrl()).isNull();
    assertThat(config.proxyUrl()).isNull();
    assertThat(config.basicAuth()).isNull();
    assertThat(config.bearer()).isNull();
    assertThat(config.headers()).isEmpty();
    assertThat(config.tls()).isEqualTo(new Tls(null, null, null, null, false));
    assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.retries()).isEqualTo(2);
  }

  @Test
  void another_url_keeps_the_rest() {
    URI other = URI.create("https://prometheus_server/prefix");
    HttpClientConfig config = of(Map.of("X-Scope-OrgID", "a"), Duration.ofSeconds(1), 3);

    assertThat(config.withUrl(other).url()).isEqualTo(other);
    assertThat(config.withUrl(other).withUrl(URL)).isEqualTo(config);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:9090",
        "ftp://localhost",
        "http:///path",
        "/path",
        "http://localhost?x=1",
        "http://localhost#x"
      })
  void other_urls_are_refused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpClientConfig.defaults(URI.create(url)))
        .withMessageStartingWith("url: expected http(s)://host[:port][/prefix], found ");
  }

  @ParameterizedTest
  @CsvSource({
    "http://me:passw0rd@host:1/p, http://host:1/p",
    "http://me:passw0rd@under_score/p, http://under_score/p",
    "http://host/p, http://host/p"
  })
  void a_url_is_shown_without_credentials(URI url, URI shown) {
    assertThat(HttpClientConfig.withoutCredentials(url)).isEqualTo(shown);
  }

  @Test
  void a_refused_url_is_shown_without_credentials() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> HttpClientConfig.defaults(URI.create("http://me:passw0rd@host?token=t0ken")))
        .withMessageEndingWith("found http://<secret>@host?<secret>");
  }

  @Test
  void nothing_secret_is_printed() {
    URI url = URI.create("http://me:passw0rd@host");
    HttpClientConfig config =
        new HttpClientConfig(
            url,
            url,
            url,
            new BasicAuth("me", Secret.of("passw0rd")),
            null,
            Map.of("X-Key", "passw0rd"),
            Tls.DEFAULT,
            Duration.ofSeconds(1),
            0);

    assertThat(config.toString())
        .doesNotContain("passw0rd")
        .contains("url=http://host,", "X-Key", "username=me, password=<secret>");
  }

  @Test
  void header_names_do_not_depend_on_case() {
    assertThat(headers(Map.of("x-scope-orgid", "a")).headers()).containsEntry("X-Scope-OrgID", "a");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> headers(Map.of("x-a", "1", "X-A", "2")))
        .withMessageEndingWith("is given twice");
  }

  @Test
  void headers_that_cannot_be_sent_are_refused_without_their_value() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> headers(Map.of("X A", "passw0rd")))
        .withMessage("headers: not a header name: X A");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> headers(Map.of("Host", "passw0rd")))
        .withMessage("headers: Host cannot be set");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> headers(Map.of("X-A", "passw0rd\n")))
        .withMessage("headers: the value of X-A has characters other than printable ASCII");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> headers(Map.of("Authorization", "passw0rd")))
        .withMessage("headers: expected either Authorization or basic_auth or a bearer token");
  }

  @Test
  void numbers_out_of_range_are_refused() {
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(Map.of(), Duration.ZERO, 0))
        .withMessage("timeout: expected more than 0, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(Map.of(), second, -1))
        .withMessage("retries: expected at least 0, found -1");
  }

  @Test
  void a_certificate_and_its_key_come_together() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tls(null, Path.of("cert"), null, null, false))
        .withMessage("tls: expected both cert_file and key_file, found one");
  }

  @Test
  void a_username_has_no_colon() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BasicAuth("a:b", Secret.of("c")))
        .withMessageContaining("colon");
  }
}
