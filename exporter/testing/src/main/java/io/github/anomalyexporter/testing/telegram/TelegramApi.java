package io.github.anomalyexporter.testing.telegram;

import io.github.anomalyexporter.testing.http.Response;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The responses of the Bot API, independent of HTTP. Its only method is {@code sendMessage}. Safe
 * for use by several threads.
 */
final class TelegramApi {
  private final String prefix;
  private final InstantSource clock;
  private final Consumer<TelegramMessage> receiver;
  private final List<TelegramMessage> messages = new CopyOnWriteArrayList<>();
  private final List<String> refusals = new CopyOnWriteArrayList<>();

  /**
   * @param token of the only bot
   * @param receiver receives each accepted message, one at a time
   */
  TelegramApi(String token, InstantSource clock, Consumer<TelegramMessage> receiver) {
    this.prefix = "/bot" + token + "/";
    this.clock = clock;
    this.receiver = receiver;
  }

  List<TelegramMessage> messages() {
    return List.copyOf(messages);
  }

  List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Returns the response to a request. */
  Response answer(String method, String path, String body) {
    if (!path.startsWith(prefix)) {
      return path.startsWith("/bot") ? refuse(401, "Unauthorized") : refuse(404, "Not Found");
    }
    if (!method.equals("POST") || !path.equals(prefix + "sendMessage")) {
      return refuse(404, "Not Found");
    }
    try {
      return Response.json(200, ok(accept(FlatJson.parse(body))));
    } catch (BadRequestException e) {
      return refuse(400, String.valueOf(e.getMessage()));
    }
  }

  /** Numbers messages in the order in which they are stored. */
  private synchronized TelegramMessage accept(Map<String, String> parameters)
      throws BadRequestException {
    TelegramMessage message = TelegramMessage.of(messages.size() + 1, parameters, clock.instant());
    messages.add(message);
    receiver.accept(message);
    return message;
  }

  private Response refuse(int status, String description) {
    refusals.add(description);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", false);
    answer.put("error_code", status);
    answer.put("description", description);
    return Response.json(status, answer);
  }

  private static Map<String, Object> ok(TelegramMessage message) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("message_id", message.id());
    result.put("date", message.received().getEpochSecond());
    result.put("chat", chat(message.chatId()));
    result.put("text", message.plainText());
    return Map.of("ok", true, "result", result);
  }

  /** A chat is a number, a group's is below 0; a channel may be identified by its name. */
  private static Map<String, Object> chat(String chatId) {
    if (chatId.startsWith("@")) {
      return Map.of("id", -1, "type", "channel", "username", chatId.substring(1));
    }
    return Map.of("id", Long.valueOf(chatId), "type", chatId.startsWith("-") ? "group" : "private");
  }
}
