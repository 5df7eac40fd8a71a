package io.github.anomalyexporter.testing.telegram;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.testing.http.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Telegram's Bot API as far as Alertmanager uses it: {@code POST /bot<token>/sendMessage}. It
 * refuses the same requests as the real API, with the same messages: a wrong token, a text of more
 * than 4,096 characters, unsupported HTML. Messages are kept as long as the server runs; {@link
 * #PHONE} shows them as a page.
 */
public final class TelegramServer implements AutoCloseable {
  /** Path of a page with all messages. */
  public static final String PHONE = "/phone";

  private static final int SYSTEM_BACKLOG = 0;

  private final HttpServer http;
  private final ExecutorService executor;
  private final TelegramApi api;

  private TelegramServer(HttpServer http, ExecutorService executor, TelegramApi api) {
    this.http = http;
    this.executor = executor;
    this.api = api;
  }

  /**
   * Binds and starts a server.
   *
   * @param address to listen on; port 0 takes a free one
   * @param token of the only bot
   * @param clock for the time of arrival
   * @param receiver receives each accepted message, one at a time
   * @throws IOException if the address cannot be bound
   */
  public static TelegramServer start(
      InetSocketAddress address,
      String token,
      InstantSource clock,
      Consumer<TelegramMessage> receiver)
      throws IOException {
    HttpServer http = HttpServer.create(address, SYSTEM_BACKLOG);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    TelegramApi api = new TelegramApi(token, clock, receiver);
    http.createContext("/", exchange -> handle(api, exchange));
    http.createContext(PHONE, exchange -> showPhone(api, exchange));
    http.setExecutor(executor);
    http.start();
    return new TelegramServer(http, executor, api);
  }

  /** The address of the server, for Alertmanager's {@code api_url}. */
  public URI uri() {
    InetSocketAddress address = http.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /** The messages so far, in the order of their arrival. */
  public List<TelegramMessage> messages() {
    return api.messages();
  }

  /** The reasons of refused requests so far, in the words of Telegram. */
  public List<String> refusals() {
    return api.refusals();
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }

  private static void showPhone(TelegramApi api, HttpExchange exchange) throws IOException {
    try (exchange) {
      String page = new PhonePage(ZoneId.systemDefault()).html(api.messages());
      new Response(200, PhonePage.CONTENT_TYPE, page.getBytes(StandardCharsets.UTF_8))
          .send(exchange);
    }
  }

  private static void handle(TelegramApi api, HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      api.answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body)
          .send(exchange);
    }
  }
}
