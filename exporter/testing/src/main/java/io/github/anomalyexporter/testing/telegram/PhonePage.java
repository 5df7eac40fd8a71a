package io.github.anomalyexporter.testing.telegram;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows messages as a page that looks like a phone. */
final class PhonePage {
  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="5">
      <title>Messages</title>
      <style>
      body { margin: 0; padding: 12px; background: #d3e2ee; font: 15px/1.35 sans-serif; color: #111 }
      article { max-width: 430px; margin: 0 0 8px; padding: 8px 12px; border-radius: 12px;
        background: #fff; box-shadow: 0 1px 1px #9ab; white-space: pre-wrap; overflow-wrap: anywhere }
      a { color: #2678b6; text-decoration: none }
      footer { font-size: 12px; color: #8a98a5; text-align: right }
      </style>
      </head>
      <body>
      %s</body>
      </html>
      """;

  private final DateTimeFormatter time;

  /**
   * @param zone for the time of arrival
   */
  PhonePage(ZoneId zone) {
    this.time = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
  }

  /** Returns the page, the first message at the top. */
  String html(List<TelegramMessage> messages) {
    return PAGE.formatted(
        messages.isEmpty()
            ? "<p>No message yet. This page is reloaded every five seconds.</p>\n"
            : messages.stream().map(this::article).collect(Collectors.joining()));
  }

  private String article(TelegramMessage message) {
    String text =
        message.spans().stream().map(PhonePage::html).collect(Collectors.joining()).strip();
    return "<article>%s<footer>%s</footer></article>\n"
        .formatted(text, time.format(message.received()));
  }

  private static String html(Span span) {
    String link = span.link();
    String text = escaped(span.text());
    String linked =
        link != null && link.matches("https?://.*")
            ? "<a href=\"%s\">%s</a>".formatted(escaped(link), text)
            : text;
    return span.bold() ? "<b>" + linked + "</b>" : linked;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
