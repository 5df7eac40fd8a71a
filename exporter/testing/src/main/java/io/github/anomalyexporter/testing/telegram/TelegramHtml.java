package io.github.anomalyexporter.testing.telegram;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTML of Telegram's messages, see <a href="https://core.telegram.org/bots/api#html-style">HTML
 * style</a>. If the real parser is more lenient than its documentation, as for a single {@code &},
 * this parser follows the documentation.
 */
final class TelegramHtml {
  private static final Set<String> TAGS =
      Set.of(
          "b",
          "strong",
          "i",
          "em",
          "u",
          "ins",
          "s",
          "strike",
          "del",
          "span",
          "tg-spoiler",
          "a",
          "code",
          "pre",
          "blockquote");
  private static final Set<String> BOLD_TAGS = Set.of("b", "strong");

  private static final Pattern START_TAG =
      Pattern.compile("<([a-z][a-z0-9-]*)((?:\\s+[a-z-]+(?:=\"[^\"<>]*\")?)*)\\s*>");
  private static final Pattern END_TAG = Pattern.compile("</([a-z][a-z0-9-]*)\\s*>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));");

  private final String html;
  private final List<Span> spans = new ArrayList<>();
  private final Deque<Tag> open = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private int position;

  private TelegramHtml(String html) {
    this.html = html;
  }

  /** A start tag. */
  private record Tag(String name, @Nullable String link) {}

  /**
   * Returns the text of a message with its formatting.
   *
   * @throws BadRequestException if a tag is unknown, unclosed or not open, or if a {@code <} or
   *     {@code &} of the text is not escaped
   */
  static List<Span> parse(String html) throws BadRequestException {
    return new TelegramHtml(html).parse();
  }

  private List<Span> parse() throws BadRequestException {
    while (position < html.length()) {
      char c = html.charAt(position);
      if (c == '&') {
        Matcher entity = require(ENTITY, "Unescaped \"&\"");
        text.append(decode(entity));
        position = entity.end();
      } else if (c == '<') {
        endSpan();
        if (html.startsWith("</", position)) {
          endTag();
        } else {
          startTag();
        }
      } else {
        text.append(c);
        position++;
      }
    }
    if (!open.isEmpty()) {
      throw problem("Can't find end tag corresponding to start tag \"" + open.peek().name() + "\"");
    }
    endSpan();
    return List.copyOf(spans);
  }

  private void startTag() throws BadRequestException {
    Matcher tag = require(START_TAG, "Unclosed or malformed start tag");
    String name = tag.group(1);
    if (!TAGS.contains(name)) {
      throw problem("Unsupported start tag \"" + name + "\"");
    }
    String link = null;
    String style = "";
    Matcher attribute = ATTRIBUTE.matcher(tag.group(2));
    while (attribute.find()) {
      String value = decodeAll(attribute.group(2));
      switch (attribute.group(1)) {
        case "href" -> link = value;
        case "class" -> style = value;
        default -> {}
      }
    }
    if (name.equals("span") && !style.equals("tg-spoiler")) {
      throw problem("Tag \"span\" must have class \"tg-spoiler\"");
    }
    open.push(new Tag(name, name.equals("a") ? link : null));
    position = tag.end();
  }

  private void endTag() throws BadRequestException {
    Matcher tag = require(END_TAG, "Malformed end tag");
    if (open.isEmpty()) {
      throw problem("Unexpected end tag");
    }
    String expected = open.pop().name();
    if (!tag.group(1).equals(expected)) {
      throw problem(
          "Unmatched end tag, expected \"</%s>\", found \"</%s>\""
              .formatted(expected, tag.group(1)));
    }
    position = tag.end();
  }

  /** Returns the match of a pattern at the current position. */
  private Matcher require(Pattern pattern, String otherwise) throws BadRequestException {
    Matcher matcher = pattern.matcher(html).region(position, html.length());
    if (!matcher.lookingAt()) {
      throw problem(otherwise);
    }
    return matcher;
  }

  private void endSpan() {
    if (text.length() > 0) {
      boolean bold = open.stream().anyMatch(tag -> BOLD_TAGS.contains(tag.name()));
      String link = open.stream().map(Tag::link).filter(Objects::nonNull).findFirst().orElse(null);
      spans.add(new Span(text.toString(), bold, link));
      text.setLength(0);
    }
  }

  private String decodeAll(String value) throws BadRequestException {
    StringBuilder decoded = new StringBuilder();
    Matcher entity = ENTITY.matcher(value);
    while (entity.find()) {
      entity.appendReplacement(decoded, Matcher.quoteReplacement(decode(entity)));
    }
    String rest = ENTITY.matcher(value).replaceAll("");
    if (rest.indexOf('&') >= 0) {
      throw problem("Unescaped \"&\" in an attribute");
    }
    return entity.appendTail(decoded).toString();
  }

  private String decode(Matcher entity) throws BadRequestException {
    if (entity.group(1) != null) {
      return switch (entity.group(1)) {
        case "lt" -> "<";
        case "gt" -> ">";
        case "amp" -> "&";
        default -> "\"";
      };
    }
    int codePoint =
        entity.group(2) != null
            ? Integer.parseInt(entity.group(2))
            : Integer.parseInt(entity.group(3), 16);
    if (codePoint == 0 || !Character.isValidCodePoint(codePoint)) {
      throw problem("No such character: " + entity.group());
    }
    return Character.toString(codePoint);
  }

  private BadRequestException problem(String what) {
    int offset = html.substring(0, position).getBytes(StandardCharsets.UTF_8).length;
    return new BadRequestException(
        "Bad Request: can't parse entities: %s at byte offset %s".formatted(what, offset));
  }
}
