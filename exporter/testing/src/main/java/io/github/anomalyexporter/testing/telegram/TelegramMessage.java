package io.github.anomalyexporter.testing.telegram;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A message that was accepted.
 *
 * @param id 1 for the first message of a server, then increasing by 1
 * @param chatId as in the request: a number or {@code @name}
 * @param parseMode {@code HTML}, {@code Markdown}, {@code MarkdownV2} or, for plain text, empty
 * @param text as sent, with its markup
 * @param spans the text as shown; as sent if the markup is not HTML
 * @param received time of arrival
 */
public record TelegramMessage(
    int id, String chatId, String parseMode, String text, List<Span> spans, Instant received) {
  /** The limit of the text, in UTF-16 code units. */
  static final int MAX_LENGTH = 4096;

  private static final List<String> PARSE_MODES = List.of("", "HTML", "Markdown", "MarkdownV2");

  /** A message as described. */
  public TelegramMessage {
    spans = List.copyOf(spans);
  }

  /**
   * The message of a request.
   *
   * @throws BadRequestException if Telegram would refuse it. Telegram limits the text without
   *     markup; here the limit applies to the text with markup, because some versions of
   *     Alertmanager cut that text.
   */
  static TelegramMessage of(int id, SendMessage request, Instant received)
      throws BadRequestException {
    String chatId = request.chatId();
    if (!chatId.matches("-?[1-9][0-9]{0,17}|@[A-Za-z0-9_]+")) {
      throw new BadRequestException("Bad Request: chat not found");
    }
    String parseMode = request.parseMode();
    if (!PARSE_MODES.contains(parseMode)) {
      throw new BadRequestException("Bad Request: unsupported parse_mode");
    }
    String text = request.text();
    if (text.length() > MAX_LENGTH) {
      throw new BadRequestException("Bad Request: message is too long");
    }
    List<Span> spans =
        parseMode.equals("HTML") ? TelegramHtml.parse(text) : List.of(new Span(text, false, null));
    if (spans.stream().allMatch(span -> span.text().isBlank())) {
      throw new BadRequestException("Bad Request: message text is empty");
    }
    return new TelegramMessage(id, chatId, parseMode, text, spans, received);
  }

  /** Returns the text without markup and without surrounding white space. */
  public String plainText() {
    return spans.stream().map(Span::text).collect(Collectors.joining()).strip();
  }

  /** Returns the targets of the links, in the order of the text. */
  public List<String> links() {
    return spans.stream().filter(span -> span.link() != null).map(Span::link).toList();
  }
}
