package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.anomalyexporter.server.prometheus.TestClient.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.RawServer.Then;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a timeout of an hour, these end only if what they test works. */
@Timeout(60)
class PrometheusInterruptTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Runs the query on a thread and returns what it throws once the other has done its part. */
  private static @Nullable Throwable thrownBy(Work query, Interrupter interrupter)
      throws InterruptedException {
    FutureTask<Object> task =
        new FutureTask<>(
            () -> {
              query.run();
              return "no exception";
            });
    Thread thread = new Thread(task);
    thread.start();
    interrupter.accept(thread);
    return catchThrowable(task::get).getCause();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private interface Interrupter {
    void accept(Thread thread) throws InterruptedException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
  void an_interrupt_ends_a_query_that_hangs(String answer)
      throws IOException, InterruptedException {
    try (RawServer server = new RawServer(answer, Then.SILENT);
        TestClient test = new TestClient(config(server.url(), null, HOUR, 5, 1_000))) {
      @Nullable Throwable thrown =
          thrownBy(
              () -> test.query("up"),
              thread -> {
                server.asked.await();
                thread.interrupt();
              });
      assertThat(thrown).isInstanceOf(InterruptedException.class);
      assertThat(test.observed).isEmpty();
    }
  }

  @Test
  void an_interrupt_ends_many_queries_that_hang() throws IOException, InterruptedException {
    try (RawServer server = new RawServer("", Then.SILENT);
        TestClient test = new TestClient(config(server.url(), null, HOUR, 5, 1_000))) {
      @Nullable Throwable thrown =
          thrownBy(
              () ->
                  test.client.queryAll(
                      Collections.nCopies(30, new InstantQuery("up", series -> {})),
                      TestClient.TIME),
              thread -> {
                server.asked.await();
                thread.interrupt();
              });
      assertThat(thrown).isInstanceOf(InterruptedException.class);
      assertThat(server.requests.get()).isBetween(1, 4);
    }
  }

  @Test
  void an_interrupt_ends_the_pause_before_a_retry() throws InterruptedException {
    CountDownLatch pausing = new CountDownLatch(1);
    try (StubPrometheus prometheus = new StubPrometheus().answer(aResponse().withStatus(503));
        PrometheusClient client =
            new PrometheusClient(
                config(prometheus.url(), null, HOUR, 5, 1_000),
                RequestObserver.NONE,
                new Random(1),
                pause -> {
                  pausing.countDown();
                  Thread.sleep(HOUR.toMillis());
                })) {
      @Nullable Throwable thrown =
          thrownBy(
              () -> client.query("up", TestClient.TIME, series -> {}),
              thread -> {
                pausing.await();
                thread.interrupt();
              });
      assertThat(thrown).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void closing_the_client_ends_its_queries() throws IOException, InterruptedException {
    try (RawServer server = new RawServer("", Then.SILENT);
        TestClient test = new TestClient(config(server.url(), null, HOUR, 5, 1_000))) {
      @Nullable Throwable thrown =
          thrownBy(
              () -> test.query("up"),
              thread -> {
                server.asked.await();
                test.client.close();
              });
      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the client is closed");
    }
  }
}
