package io.github.anomalyexporter.testing.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelegramHtmlTest {
  @Test
  void tags_and_entities_become_spans() throws Exception {
    assertThat(
            TelegramHtml.parse(
                "<b>web-1 <i>&amp;</i></b>\n1 &lt; 2 <a href=\"http://a/?b=1&amp;c=%22\">&#8230;</a>"))
        .containsExactly(
            new Span("web-1 ", true, null),
            new Span("&", true, null),
            new Span("\n1 < 2 ", false, null),
            new Span("…", false, "http://a/?b=1&c=%22"));
  }

  @Test
  void each_tag_of_the_documentation_is_known() throws Exception {
    for (String tag :
        List.of("b strong i em u ins s strike del code pre blockquote tg-spoiler".split(" ", -1))) {
      assertThat(TelegramHtml.parse("<%1$s>x</%1$s>".formatted(tag))).hasSize(1);
    }
    assertThat(TelegramHtml.parse("<span class=\"tg-spoiler\">x</span>")).hasSize(1);
    assertThat(TelegramHtml.parse("<pre><code class=\"language-yaml\">x</code></pre>")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a & b | Unescaped \"&\" at byte offset 2",
        "&nbsp; | Unescaped \"&\" at byte offset 0",
        "&amp | Unescaped \"&\" at byte offset 0",
        "&#0; | No such character: &#0; at byte offset 0",
        "é < b | Unclosed or malformed start tag at byte offset 3",
        "<b | Unclosed or malformed start tag at byte offset 0",
        "<a href=x>x</a> | Unclosed or malformed start tag at byte offset 0",
        "<br> | Unsupported start tag \"br\" at byte offset 0",
        "<script>x</script> | Unsupported start tag \"script\" at byte offset 0",
        "<span>x</span> | Tag \"span\" must have class \"tg-spoiler\" at byte offset 0",
        "<a href=\"http://a/?b&c\">x</a> | Unescaped \"&\" in an attribute at byte offset 0",
        "<b>x | Can't find end tag corresponding to start tag \"b\" at byte offset 4",
        "<b><i>x</b></i> | Unmatched end tag, expected \"</i>\", found \"</b>\" at byte offset 7",
        "x</b> | Unexpected end tag at byte offset 1"
      })
  void what_telegram_does_not_take_is_refused(String html, String problem) {
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> TelegramHtml.parse(html))
        .withMessage("Bad Request: can't parse entities: " + problem);
  }
}
