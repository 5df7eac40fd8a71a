package io.github.anomalyexporter.testing.telegram;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.anomalyexporter.testing.http.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
      return Response.json(200, Accepted.of(accept(SendMessage.parse(body))));
    } catch (BadRequestException e) {
      return refuse(400, String.valueOf(e.getMessage()));
    }
  }

  /** Numbers messages in the order in which they are stored. */
  private synchronized TelegramMessage accept(SendMessage request) throws BadRequestException {
    TelegramMessage message = TelegramMessage.of(messages.size() + 1, request, clock.instant());
    messages.add(message);
    receiver.accept(message);
    return message;
  }

  private Response refuse(int status, String description) {
    refusals.add(description);
    return Response.json(status, new Refused(false, status, description));
  }

  /** The response to a refused request. */
  private record Refused(boolean ok, int errorCode, String description) {}

  /** The response to an accepted message. */
  private record Accepted(boolean ok, Result result) {
    static Accepted of(TelegramMessage message) {
      return new Accepted(
          true,
          new Result(
              message.id(),
              message.received().getEpochSecond(),
              Chat.of(message.chatId()),
              message.plainText()));
    }
  }

  /**
   * A message.
   *
   * @param date of arrival, in seconds since 1970
   */
  private record Result(int messageId, long date, Chat chat, String text) {}

  /**
   * A chat.
   *
   * @param id a group's is below 0
   * @param username name of a channel, null for other chats
   */
  private record Chat(
      long id, String type, @JsonInclude(Include.NON_NULL) @Nullable String username) {
    /** The chat of a number, or of the name of a channel. */
    static Chat of(String chatId) {
      return chatId.startsWith("@")
          ? new Chat(-1, "channel", chatId.substring(1))
          : new Chat(Long.parseLong(chatId), chatId.startsWith("-") ? "group" : "private", null);
    }
  }
}
