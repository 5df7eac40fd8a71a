package io.github.anomalyexporter.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client of one request at a time, and a server whose responses the test releases. */
@Timeout(60)
class JsonClientTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Answers with the path at once, except {@code /slow} and {@code /down}. */
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  private final List<String> observed = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch slowIsAsked = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private JsonClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    client = client(new Endpoints(config(null)));
  }

  @AfterEach
  void stop() {
    client.close();
    release.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    if (path.equals("/slow")) {
      slowIsAsked.countDown();
      awaitRelease();
    }
    byte[] body = ('"' + path + '"').getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(path.startsWith("/down") ? 503 : 200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpClientConfig config(@Nullable URI failover) {
    return new HttpClientConfig(
        url(""), failover, null, null, null, Map.of(), HttpClientConfig.Tls.DEFAULT, HOUR, 0);
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private JsonClient client(Endpoints endpoints) {
    return new JsonClient(
        config(null),
        1,
        0,
        new RetryPolicy(0, new Random(1), pause -> {}),
        (failure, duration, samples) -> observed.add(failure == null ? "ok" : failure.label()),
        endpoints);
  }

  /** Reads one string. */
  private static final class Text implements ResponseReader<String> {
    @Override
    public ApiResponse<String> read(ResponseHead head, JsonParser body) throws IOException {
      body.nextToken();
      return new ApiResponse.Complete<>(body.getText());
    }

    @Override
    public ApiResponse.Refused<String> readRefusal(ResponseHead head, JsonParser body)
        throws IOException {
      body.nextToken();
      Category category = Category.ofRefusal(head.status());
      return new ApiResponse.Refused<>(category, null, body.getText(), false);
    }
  }

  private String get(String path, Duration timeout) throws InterruptedException {
    return client.call(ApiRequest.get(path, path), Text::new, Deadline.after(timeout));
  }

  /** Requests the path on a new thread, and returns when the thread waits for the response. */
  private Caller waiting(String path) throws InterruptedException {
    FutureTask<String> task = new FutureTask<>(() -> get(path, HOUR));
    Thread thread = new Thread(task);
    thread.start();
    Awaitility.await()
        .until(
            () ->
                thread.getState() == Thread.State.TIMED_WAITING
                    || thread.getState() == Thread.State.WAITING);
    return new Caller(thread, task);
  }

  private record Caller(Thread thread, FutureTask<String> task) {
    @Nullable Throwable failure() {
      return catchThrowable(task::get).getCause();
    }
  }

  private Caller slow() throws InterruptedException {
    Caller slow = waiting("slow");
    slowIsAsked.await();
    return slow;
  }

  @Test
  void a_request_that_is_queued_at_its_deadline_is_not_sent() throws Exception {
    Caller slow = slow();

    RequestException failure =
        catchThrowableOfType(RequestException.class, () -> get("fast", Duration.ofMillis(50)));

    assertThat(failure.category()).isEqualTo(Category.TIMEOUT);
    assertThat(failure)
        .hasMessage(url("") + ", fast: timeout: not sent in time: earlier queries took too long");
    release.countDown();
    assertThat(slow.task().get()).isEqualTo("/slow");
    assertThat(get("next", HOUR)).isEqualTo("/next");
    assertThat(asked).containsExactly("/slow", "/next");
    assertThat(observed).containsExactly("ok", "ok");
  }

  @Test
  void an_interrupt_ends_the_wait_in_the_queue_and_the_request_is_not_sent() throws Exception {
    Caller slow = slow();
    Caller queued = waiting("queued");

    queued.thread().interrupt();

    assertThat(queued.failure()).isInstanceOf(InterruptedException.class);
    release.countDown();
    assertThat(slow.task().get()).isEqualTo("/slow");
    assertThat(get("next", HOUR)).isEqualTo("/next");
    assertThat(asked).containsExactly("/slow", "/next");
  }

  @Test
  void closing_the_client_ends_running_and_queued_requests() throws Exception {
    Caller slow = slow();
    Caller queued = waiting("queued");

    client.close();

    for (Caller caller : List.of(slow, queued)) {
      assertThat(caller.failure())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the client is closed");
    }
    assertThat(asked).containsExactly("/slow");
    assertThat(observed).isEmpty();
  }

  @Test
  void requests_are_sent_in_the_order_of_their_calls() throws Exception {
    List<Caller> callers = new ArrayList<>(List.of(slow()));
    List<String> paths = List.of("c", "a", "d", "b");
    for (String path : paths) {
      callers.add(waiting(path));
    }

    release.countDown();

    for (Caller caller : callers) {
      caller.task().get();
    }
    assertThat(asked).containsExactly("/slow", "/c", "/a", "/d", "/b");
  }

  @Test
  void a_failure_of_the_reader_is_thrown_and_the_next_request_is_sent() throws Exception {
    ResponseReader<String> failing =
        new ResponseReader<>() {
          @Override
          public ApiResponse<String> read(ResponseHead head, JsonParser body) {
            throw new IllegalArgumentException("full");
          }

          @Override
          public ApiResponse.Refused<String> readRefusal(ResponseHead head, JsonParser body) {
            throw new IllegalArgumentException("refused");
          }
        };

    assertThat(
            catchThrowable(
                () -> client.call(ApiRequest.get("a", "a"), () -> failing, Deadline.after(HOUR))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("full");
    assertThat(get("next", HOUR)).isEqualTo("/next");
  }

  @Test
  void a_server_that_failed_is_queried_first_again_after_its_rest() throws Exception {
    HttpClientConfig pair = config(url("/second")).withUrl(url("/down"));
    try (JsonClient impatient = client(new Endpoints(pair, Duration.ZERO))) {
      for (int i = 0; i < 2; i++) {
        assertThat(impatient.call(ApiRequest.get("a", "a"), Text::new, Deadline.after(HOUR)))
            .isEqualTo("/second/a");
      }
    }
    assertThat(asked).containsExactly("/down/a", "/second/a", "/down/a", "/second/a");
  }
}
