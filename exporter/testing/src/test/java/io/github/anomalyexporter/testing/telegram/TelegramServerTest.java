package io.github.anomalyexporter.testing.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.testing.http.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramServerTest {
  private static final Instant NOW = Instant.parse("2026-03-05T14:03:21Z");
  private static final String SEND = "/bot1:abc/sendMessage";

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<TelegramMessage> received = new ArrayList<>();
  @AutoClose private TelegramServer server;

  @BeforeEach
  void start() throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = TelegramServer.start(address, "1:abc", () -> NOW, received::add);
  }

  @Test
  void a_message_is_kept_and_answered_as_telegram_does() throws Exception {
    HttpResponse<String> response = send(SEND, message("<b>web-1</b> is anomalous"));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"ok\":true", "\"message_id\":1", "\"date\":1772719401", "\"id\":-42")
        .contains("\"text\":\"web-1 is anomalous\"");
    assertThat(server.messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.chatId()).isEqualTo("-42");
              assertThat(message.parseMode()).isEqualTo("HTML");
              assertThat(message.text()).isEqualTo("<b>web-1</b> is anomalous");
              assertThat(message.plainText()).isEqualTo("web-1 is anomalous");
              assertThat(message.received()).isEqualTo(NOW);
            });
    assertThat(received).isEqualTo(server.messages());
    assertThat(server.refusals()).isEmpty();
  }

  @Test
  void the_messages_are_also_a_page() throws Exception {
    send(SEND, message("<b>web-1</b> is anomalous"));
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(server.uri().resolve(TelegramServer.PHONE)).build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(PhonePage.CONTENT_TYPE);
    assertThat(response.body()).contains("<b>web-1</b> is anomalous");
  }

  @Test
  void the_limit_is_4096_characters_with_markup() throws Exception {
    assertThat(send(SEND, message("é".repeat(4096))).statusCode()).isEqualTo(200);
    assertThat(send(SEND, message("x".repeat(4090) + "&amp;xx")).body())
        .isEqualTo(
            "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message is too long\"}\n");
    assertThat(send(SEND, message("😀".repeat(2049))).statusCode()).isEqualTo(400);
    assertThat(server.messages()).hasSize(1);
    assertThat(server.refusals()).hasSize(2).containsOnly("Bad Request: message is too long");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /bot1:abd/sendMessage | 401 | Unauthorized",
        "POST | /sendMessage | 404 | Not Found",
        "POST | /bot1:abc/sendPhoto | 404 | Not Found",
        "GET | /bot1:abc/sendMessage | 404 | Not Found"
      })
  void only_this_bot_sends_messages(String method, String path, int status, String description)
      throws Exception {
    HttpResponse<String> response = send(method, path, message("hello"));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body())
        .isEqualTo(
            "{\"ok\":false,\"error_code\":%s,\"description\":\"%s\"}\n"
                .formatted(status, description));
    assertThat(server.refusals()).containsExactly(description);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | HTML | hello | chat not found",
        "me | HTML | hello | chat not found",
        "42 | html | hello | unsupported parse_mode",
        "42 | HTML | <b> </b> | message text is empty",
        "42 | '' | ' ' | message text is empty",
        "42 | HTML | <h1>hello</h1> | can't parse entities: Unsupported start tag \"h1\" at byte offset 0"
      })
  void what_telegram_refuses_is_refused(
      String chatId, String parseMode, String text, String description) throws Exception {
    Map<String, Object> message = Map.of("chat_id", chatId, "parse_mode", parseMode, "text", text);
    assertThat(send(SEND, message).statusCode()).isEqualTo(400);
    assertThat(server.refusals()).containsExactly("Bad Request: " + description);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void plain_text_is_taken_as_it_is() throws Exception {
    assertThat(send(SEND, Map.of("chat_id", "@ops", "text", "1 < 2 & <b>")).statusCode())
        .isEqualTo(200);
    assertThat(server.messages())
        .extracting(TelegramMessage::plainText)
        .containsOnly("1 < 2 & <b>");
  }

  private static Map<String, Object> message(String text) {
    return Map.of("chat_id", "-42", "parse_mode", "HTML", "text", text);
  }

  private HttpResponse<String> send(String path, Map<String, Object> parameters) throws Exception {
    return send("POST", path, parameters);
  }

  private HttpResponse<String> send(String method, String path, Map<String, Object> parameters)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.uri() + path))
            .method(method, BodyPublishers.ofString(Json.write(parameters)))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
