package io.github.anomalyexporter.testing.telegram;

import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Prints messages as a phone shows them. */
public final class Phone implements Consumer<TelegramMessage> {
  /** Prefix of the first line of a message only. */
  static final String HEAD = "┌─ ";

  /** Prefix of a line of the text. */
  public static final String MARGIN = "│ ";

  /** The last line of a message. */
  static final String FOOT = "└─";

  private static final String BOLD = "\u001b[1m";
  private static final String NOT_BOLD = "\u001b[22m";

  /** OSC 8 hyperlinks; terminals without support show the text alone. */
  private static final String LINK = "\u001b]8;;%s\u001b\\%s\u001b]8;;\u001b\\";

  private final PrintStream out;
  private final boolean terminal;
  private final DateTimeFormatter time;

  /**
   * @param terminal whether bold type and links can be shown
   * @param zone for the time of arrival
   */
  public Phone(PrintStream out, boolean terminal, ZoneId zone) {
    this.out = out;
    this.terminal = terminal;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
  }

  /** Prints a message at once, as one piece. */
  @Override
  public void accept(TelegramMessage message) {
    String head =
        "Telegram %s, chat %s".formatted(time.format(message.received()), message.chatId());
    String text =
        render(message.spans())
            .strip()
            .lines()
            .map(line -> MARGIN + line + "\n")
            .collect(Collectors.joining());
    out.print(HEAD + head + "\n" + text + FOOT + "\n");
    out.flush();
  }

  private String render(List<Span> spans) {
    return spans.stream().map(this::render).collect(Collectors.joining());
  }

  private String render(Span span) {
    String text = span.text().replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
    if (!terminal) {
      return text;
    }
    String link = span.link();
    String linked =
        link == null ? text : LINK.formatted(link.replaceAll("[\\p{Cntrl} ]", ""), text);
    return span.bold() ? BOLD + linked + NOT_BOLD : linked;
  }
}
