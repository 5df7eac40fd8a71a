package io.github.anomalyexporter.testing.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhonePageTest {
  private static final PhonePage PAGE = new PhonePage(ZoneOffset.UTC);

  @Test
  void a_message_has_bold_type_links_and_the_time_of_arrival() throws Exception {
    assertThat(page("🔴 <b>web-1</b>\n5 &lt; 7 · <a href=\"http://a/?b&amp;c\">graph</a>\n\n"))
        .contains(
            """
            <article>🔴 <b>web-1</b>
            5 &lt; 7 · <a href="http://a/?b&amp;c">graph</a><footer>14:03</footer></article>
            """);
  }

  @Test
  void a_link_that_is_no_web_address_is_text() throws Exception {
    assertThat(page("<a href=\"javascript:alert(1)\">graph</a>"))
        .contains("<article>graph<footer>")
        .doesNotContain("javascript");
  }

  @Test
  void without_a_message_the_page_says_so() {
    assertThat(PAGE.html(List.of())).contains("No message yet").doesNotContain("<article>");
  }

  private static String page(String html) throws BadRequestException {
    return PAGE.html(
        List.of(
            TelegramMessage.of(
                1, new SendMessage("42", "HTML", html), Instant.parse("2026-03-05T14:03:21Z"))));
  }
}
