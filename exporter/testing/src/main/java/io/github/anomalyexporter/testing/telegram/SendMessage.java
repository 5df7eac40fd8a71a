package io.github.anomalyexporter.testing.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.testing.http.Json;
import org.jspecify.annotations.Nullable;

/**
 * The request {@code sendMessage}; a missing member is empty. Numbers are read as text: the real
 * API takes a chat as a number or as text.
 */
record SendMessage(String chatId, String parseMode, String text) {
  SendMessage(@Nullable String chatId, @Nullable String parseMode, @Nullable String text) {
    this.chatId = orEmpty(chatId);
    this.parseMode = orEmpty(parseMode);
    this.text = orEmpty(text);
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  /**
   * Reads a request.
   *
   * @throws BadRequestException if the text is not a JSON object, or a member is not text
   */
  static SendMessage parse(String json) throws BadRequestException {
    try {
      return Json.read(json, SendMessage.class);
    } catch (JsonProcessingException e) {
      throw new BadRequestException("Bad Request: can't parse request JSON object");
    }
  }
}
