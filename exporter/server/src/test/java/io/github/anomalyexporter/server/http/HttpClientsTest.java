package io.github.anomalyexporter.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.failure.UsageException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import okhttp3.Dispatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpClientsTest {
  private static HttpClientConfig through(String proxy) {
    return new HttpClientConfig(
        URI.create("http://prometheus:9090"),
        null,
        URI.create(proxy),
        null,
        null,
        Map.of(),
        Tls.DEFAULT,
        Duration.ofSeconds(1),
        0);
  }

  @ParameterizedTest
  @CsvSource({
    "http://proxy:3128, proxy, 3128",
    "http://squid_proxy:3128, squid_proxy, 3128",
    "http://me:passw0rd@squid_proxy, squid_proxy, 80",
  })
  void a_proxy_may_have_any_name_that_a_url_may_have(String url, String host, int port) {
    assertThat(HttpClients.create(through(url), new Dispatcher()).proxy())
        .isEqualTo(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
  }

  @Test
  void a_proxy_without_a_host_is_reported_without_its_password() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> HttpClients.create(through("http://me:passw0rd@a..b:3128"), new Dispatcher()))
        .withMessage("proxy_url: not a URL with a host: http://a..b:3128");
  }
}
