package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkHandlerTest {
  @AutoClose private final Workers workers = new Workers(2, 10);
  private final Server server = new Server();
  private final LocalConnector connector = new LocalConnector(server);

  private static final class ThreadName extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.getHeaders().put("Thread", Thread.currentThread().getName());
      callback.succeeded();
      return true;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server.addConnector(connector);
    server.setHandler(new WorkHandler(new ThreadName(), workers));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /** Others than health requests may wait, for example for the check of a password. */
  @ParameterizedTest
  @CsvSource({
    "GET, /-/healthy, false",
    "HEAD, /-/ready, false",
    "POST, /-/healthy, true",
    "PUT, /-/ready, true",
    "GET, /-/healthy/, true",
    "GET, /metrics, true",
  })
  void the_threads_of_the_server_answer_health_requests_only(
      String method, String path, boolean worker) throws Exception {
    String response =
        connector.getResponse(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

    assertThat(response).startsWith("HTTP/1.1 200");
    assertThat(response.contains("Thread: http-work")).isEqualTo(worker);
  }
}
