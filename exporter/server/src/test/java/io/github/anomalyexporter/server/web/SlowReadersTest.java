package io.github.anomalyexporter.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.core.metrics.Gauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that request much and read little of it, over HTTP/1.1 and HTTP/2, on real sockets. */
@Timeout(180)
class SlowReadersTest {
  /** The head of a request and the beginning of a form, of which no more comes. */
  private static final String ENDLESS_FORM =
      """
      GET /api/v1/instances?job=node HTTP/1.1
      Host: localhost
      Content-Type: application/x-www-form-urlencoded
      Content-Length: 100

      instance="""
          .replace("\n", "\r\n");

  private static final String ENDLESS_BODY =
      """
      POST %s HTTP/1.1
      Host: localhost
      Content-Type: application/json
      Accept: application/json, text/event-stream
      Content-Length: 100

      {"""
          .replace("\n", "\r\n");

  private static final String TLS =
      "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int STREAMS = 8;

  @TempDir private Path folder;
  private final HTTP2Client http2 = new HTTP2Client();
  private final AtomicInteger ended = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    TestCertificate.FIRST.write(folder, "server");
    http2.start();
  }

  @AfterEach
  void stop() throws Exception {
    http2.stop();
  }

  /** Connections have no limit that matters here, and are not closed for being idle. */
  private SecuredServer serve(String webConfig, Duration answerTime, long answerBytes)
      throws IOException, ConfigException {
    return new SecuredServer(
        folder,
        webConfig,
        new WebLimits(
            200,
            8 << 10,
            8 << 10,
            Duration.ofMinutes(5),
            answerTime,
            answerBytes,
            Duration.ofMinutes(5)),
        true);
  }

  /** About so many megabytes of {@code /metrics}. */
  private static void fill(SecuredServer server, int megabytes) {
    Gauge large = Gauge.builder().name("large").labelNames("x").register(server.registry);
    for (int i = 0; i < 100 * megabytes; i++) {
      large.labelValues(i + "x".repeat(10_000)).set(1);
    }
  }

  private static void assertServed(SecuredServer server) throws IOException, InterruptedException {
    assertThat(server.get(SecuredServer.client(), "/-/healthy").statusCode()).isEqualTo(200);
    HttpResponse<String> page = server.get(SecuredServer.client(), "/metrics");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("large{");
    assertThat(server.get(SecuredServer.client(), "/api/v1/status").statusCode()).isEqualTo(200);
  }

  /** A connection whose streams may receive nothing until their windows are updated. */
  private Session connect(SecuredServer server) {
    SslContextFactory.Client tls = new SslContextFactory.Client();
    tls.setSslContext(ClientTls.context(null));
    tls.setEndpointIdentificationAlgorithm(null);
    http2.addManaged(tls);
    CompletableFuture<Session> session =
        http2.connect(
            tls,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
            new Session.Listener() {
              @Override
              public Map<Integer, Integer> onPreface(Session session) {
                return Map.of(SettingsFrame.INITIAL_WINDOW_SIZE, 0);
              }
            });
    return session.join();
  }

  private void askForMetrics(SecuredServer server, Session session) {
    for (int i = 0; i < STREAMS; i++) {
      MetaData.Request request =
          new MetaData.Request(
              "GET",
              HttpURI.from("https://localhost:" + server.port() + "/metrics"),
              HttpVersion.HTTP_2,
              HttpFields.EMPTY);
      session
          .newStream(
              new HeadersFrame(request, null, true),
              new Stream.Listener() {
                @Override
                public void onReset(Stream stream, ResetFrame frame, Callback callback) {
                  ended.incrementAndGet();
                  callback.succeeded();
                }
              })
          .join();
    }
  }

  @Test
  void streams_without_a_window_do_not_delay_other_clients()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve(TLS, Duration.ofMinutes(5), 64 << 20)) {
      fill(server, 1);
      for (int i = 0; i < 10; i++) {
        askForMetrics(server, connect(server));
      }
      assertServed(server);
    }
  }

  /** A byte now and then keeps neither an answer nor its memory. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void a_stream_that_takes_its_answer_byte_by_byte_is_reset(int bytes)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve(TLS, Duration.ofSeconds(1), 64 << 20)) {
      fill(server, 1);
      Session session = connect(server);
      askForMetrics(server, session);
      AtomicInteger window = new AtomicInteger();

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                // Enlarges the window of each stream.
                Map<Integer, Integer> settings =
                    Map.of(SettingsFrame.INITIAL_WINDOW_SIZE, window.addAndGet(bytes));
                session.settings(new SettingsFrame(settings, false), Callback.NOOP);
                return ended.get() == STREAMS;
              });
      assertServed(server);
    }
  }

  private static Socket ask(SecuredServer server, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket
        .getOutputStream()
        .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8));
    return socket;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void connections_that_take_nothing_do_not_delay_other_clients()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("", Duration.ofMinutes(5), 64 << 20)) {
      fill(server, 6); // more than sockets hold
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 100; i++) {
          clients.add(ask(server, "/metrics"));
        }
        assertServed(server);
      } finally {
        close(clients);
      }
    }
  }

  /** Pages that differ cannot be shared: each of them is memory. */
  @Test
  void the_oldest_answer_is_cut_off_where_all_hold_too_much_memory()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("", Duration.ofMinutes(5), 20 << 20)) {
      fill(server, 6);
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 12; i++) {
          Socket client = ask(server, "/metrics?page=" + i);
          clients.add(client);
          client.getInputStream().readNBytes(12); // it is being answered
        }
        assertThat(isCutOff(clients.get(0))).isTrue();
        assertServed(server);
      } finally {
        close(clients);
      }
    }
  }

  /** Reads what is there, to the end of the connection. */
  private static boolean isCutOff(Socket socket) {
    try {
      byte[] answer = socket.getInputStream().readAllBytes();
      return answer.length < 6 << 20;
    } catch (SocketTimeoutException e) {
      return false; // a whole answer, and the connection is still open
    } catch (IOException e) {
      return true;
    }
  }

  /** The last request of each client waits for a free place, and none is left. */
  @Test
  void bodies_of_all_routes_that_never_end_leave_threads_for_others() throws Exception {
    try (SecuredServer server = serve("", Duration.ofMinutes(5), 64 << 20)) {
      fill(server, 1);
      List<Socket> clients = new ArrayList<>();
      try {
        for (Route route : Route.values()) {
          for (int i = 0; i < 6 && route.has("POST"); i++) {
            Socket client = clientOf(server, i);
            clients.add(client);
            client
                .getOutputStream()
                .write(
                    ENDLESS_BODY
                        .formatted(route.path().replace("{detector}", "node"))
                        .getBytes(UTF_8));
          }
        }
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    clients.stream().filter(SlowReadersTest::waits).count()
                        == WebServer.SLOW_AT_ONCE);
        assertServed(server);
      } finally {
        close(clients);
      }
    }
  }

  private static boolean waits(Socket client) {
    try {
      return client.getInputStream().available() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Connects from one of four addresses. */
  private static Socket clientOf(SecuredServer server, int number) throws IOException {
    Socket client = new Socket();
    client.bind(new InetSocketAddress("127.0.0." + (2 + number % 4), 0));
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return client;
  }

  /** Parameters come from the query alone: those of a form would have to be waited for. */
  @Test
  void bodies_that_never_end_do_not_delay_other_clients()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = serve("", Duration.ofMinutes(5), 64 << 20)) {
      fill(server, 1);
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port());
          clients.add(client);
          client.getOutputStream().write(ENDLESS_FORM.getBytes(UTF_8));
        }
        assertServed(server);
      } finally {
        close(clients);
      }
    }
  }

  @Test
  void health_is_answered_while_every_worker_waits()
      throws IOException, InterruptedException, ConfigException {
    CountDownLatch go = new CountDownLatch(1);
    try (SecuredServer server = serve("", Duration.ofMinutes(5), 64 << 20)) {
      fill(server, 1);
      AtomicInteger waiting = new AtomicInteger();
      server.operations.before =
          () -> {
            waiting.incrementAndGet();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      List<Socket> clients = new ArrayList<>();
      try {
        for (int i = 0; i < 40; i++) {
          Socket client = clientOf(server, i);
          clients.add(client);
          client
              .getOutputStream()
              .write(
                  "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
                      .getBytes(UTF_8));
        }
        await().atMost(PATIENCE).until(() -> waiting.get() == WebServer.WORKERS);

        assertThat(server.get(SecuredServer.client(), "/-/healthy").statusCode()).isEqualTo(200);
        assertThat(server.get(SecuredServer.client(), "/-/ready").statusCode()).isEqualTo(200);
        go.countDown();
        assertServed(server);
      } finally {
        go.countDown();
        close(clients);
      }
    }
  }

  /** Twice as many as there may be connections, with the limits of production. */
  @Test
  void a_thousand_scrapers_get_a_large_page() throws IOException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, "")) {
      Gauge large = Gauge.builder().name("large").labelNames("x").register(server.registry);
      for (int i = 0; i < 7_500; i++) {
        large.labelValues(i + "x".repeat(80)).set(1);
      }
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .build();
      HttpRequest request = server.request("/metrics").timeout(PATIENCE.multipliedBy(2)).build();
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 1_000)
              .mapToObj(
                  i ->
                      client
                          .sendAsync(request, BodyHandlers.ofByteArray())
                          .thenApply(answer -> answer.body().length))
              .toList();
      for (CompletableFuture<Integer> answer : answers) {
        assertThat(answer.join()).isGreaterThan(750_000);
      }
    }
  }
}
