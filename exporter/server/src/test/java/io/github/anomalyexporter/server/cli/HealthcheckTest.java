package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthcheckTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/-/healthy", 200);
    answer("/broken", 503);
    server.start();
  }

  private void answer(String path, int status) {
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void the_status_is_that_of_the_answer() throws IOException {
    assertThat(Healthcheck.status(uri("/-/healthy"))).isEqualTo(200);
    assertThat(Healthcheck.status(uri("/broken"))).isEqualTo(503);
  }

  @Test
  void an_unreachable_server_is_an_error() {
    URI gone = uri("/-/healthy");
    server.stop(0);
    assertThatThrownBy(() -> Healthcheck.status(gone)).isInstanceOf(ConnectException.class);
  }

  @Test
  void what_is_not_http_is_refused() {
    assertThatThrownBy(() -> Healthcheck.status(URI.create("file:///etc/hosts")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a URL that is neither http nor https");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }
}
