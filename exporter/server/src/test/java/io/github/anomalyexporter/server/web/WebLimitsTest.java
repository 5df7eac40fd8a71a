package io.github.anomalyexporter.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.core.metrics.Gauge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take more than their share, on real sockets. */
@Timeout(60)
class WebLimitsTest {
  /** No connection is closed because it is idle, only because it is slow. */
  private static final WebLimits SHORT =
      new WebLimits(
          20,
          8 << 10,
          8 << 10,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          64 << 20,
          Duration.ofMinutes(5));

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String HEALTH = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path folder;

  private SecuredServer serve(String webConfig) throws IOException, ConfigException {
    return new SecuredServer(folder, webConfig, SHORT, false);
  }

  private static Socket connect(SecuredServer server) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
  }

  private static String statusLine(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
  }

  /**
   * A byte sent to a connection that the server has closed is answered by a reset, sooner or later.
   */
  private static boolean isClosed(Socket socket, char next) {
    try {
      send(socket, String.valueOf(next));
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void a_header_of_a_request_has_a_limit() throws IOException, ConfigException {
    try (SecuredServer server = serve("");
        Socket small = connect(server);
        Socket large = connect(server)) {
      send(small, HEALTH.replace("\r\n\r\n", "\r\nX: " + "a".repeat(7_000) + "\r\n\r\n"));
      assertThat(statusLine(small)).isEqualTo("HTTP/1.1 200 OK");
      send(large, HEALTH.replace("\r\n\r\n", "\r\nX: " + "a".repeat(9_000) + "\r\n\r\n"));
      assertThat(statusLine(large)).startsWith("HTTP/1.1 431 ");
    }
  }

  @Test
  void a_body_of_a_request_has_a_limit() throws IOException, ConfigException {
    try (SecuredServer server = serve("");
        Socket socket = connect(server)) {
      send(
          socket,
          "POST /-/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n{");
      assertThat(statusLine(socket)).startsWith("HTTP/1.1 413 ");
    }
  }

  /** It is answered before its end, and the connection does not wait for the rest. */
  @Test
  void an_endless_body_blocks_no_other_request() throws IOException, ConfigException {
    try (SecuredServer server = serve("");
        Socket socket = connect(server)) {
      send(
          socket,
          "POST /-/reload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc");
      assertThat(statusLine(socket)).startsWith("HTTP/1.1 403 ");
      await().atMost(PATIENCE).until(() -> isClosed(socket, 'd'));
    }
  }

  @Test
  void a_request_that_comes_byte_by_byte_is_ended() throws IOException, ConfigException {
    try (SecuredServer server = serve("");
        Socket first = connect(server);
        Socket second = connect(server)) {
      send(first, "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\nX: ");
      send(second, HEALTH);
      assertThat(statusLine(second)).isEqualTo("HTTP/1.1 200 OK");
      send(second, "GET /-/healthy HTTP/1.1\r\nX: ");

      await().atMost(PATIENCE).until(() -> isClosed(first, 'a'));
      await("a later request").atMost(PATIENCE).until(() -> isClosed(second, 'a'));
    }
  }

  @Test
  void a_handshake_that_comes_byte_by_byte_is_ended() throws IOException, ConfigException {
    TestCertificate.FIRST.write(folder, "server");
    try (SecuredServer server =
            serve("tls_server_config: {cert_file: server.crt, key_file: server.key}");
        Socket socket = connect(server)) {
      // A TLS record of 512 bytes, a handshake, of which only the first bytes come.
      socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
      await().atMost(PATIENCE).until(() -> isClosed(socket, '\3'));
    }
  }

  @Test
  void answers_that_are_not_read_release_their_threads()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("")) {
      Gauge large = Gauge.builder().name("large").labelNames("x").register(server.registry);
      for (int i = 0; i < 600; i++) {
        large.labelValues(i + "x".repeat(10_000)).set(1); // more than sockets hold
      }
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 16; i++) {
          Socket client = connect(server);
          clients.add(client);
          send(client, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        assertThat(server.get(SecuredServer.client(), "/-/healthy").statusCode()).isEqualTo(200);
      } finally {
        for (Socket client : clients) {
          client.close();
        }
      }
    }
  }

  @Test
  void a_connection_that_only_waits_is_left_alone()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("");
        Socket waiting = connect(server);
        Socket slow = connect(server)) {
      send(waiting, HEALTH);
      assertThat(waiting.getInputStream().readNBytes(12)).asString(UTF_8).isEqualTo("HTTP/1.1 200");
      send(slow, "GET");
      await().atMost(PATIENCE).until(() -> isClosed(slow, 'a')); // time enough for the other one

      waiting.getInputStream().skipNBytes(waiting.getInputStream().available());
      send(waiting, HEALTH);
      assertThat(statusLine(waiting)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  /** Those beyond the limit wait; those that only hold a place lose it. */
  @Test
  void connections_have_a_limit_and_do_not_shut_out_others()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("")) {
      List<Socket> idle = new ArrayList<>();
      try {
        for (int i = 0; i < 2 * SHORT.connections(); i++) {
          idle.add(connect(server));
        }
        assertThat(server.get(SecuredServer.client(), "/-/healthy").statusCode()).isEqualTo(200);
      } finally {
        for (Socket socket : idle) {
          socket.close();
        }
      }
    }
  }
}
