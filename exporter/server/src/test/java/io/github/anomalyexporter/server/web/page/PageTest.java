package io.github.anomalyexporter.server.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
  private static Page page(String text) {
    return new Page(200, Map.of("Content-Type", "text/plain"), text.getBytes(UTF_8)).tagged();
  }

  private static String tag(Page page) {
    return page.headers().getOrDefault("ETag", "none");
  }

  @Test
  void a_tag_is_that_of_the_content() {
    assertThat(tag(page("a"))).isEqualTo(tag(page("a"))).matches("\"[\\w-]{22}\"");
    assertThat(tag(page("a"))).isNotEqualTo(tag(page("b")));
  }

  @Test
  void a_client_that_has_the_content_does_not_receive_it() {
    Page page = page("a");
    String tag = tag(page);

    for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "W/\"x\",W/" + tag, "*")) {
      Page answer = page.unlessKnown(List.of(known));
      assertThat(answer.status()).as(known).isEqualTo(304);
      assertThat(answer.size()).isZero();
      assertThat(tag(answer)).isEqualTo(tag);
      assertThat(answer.headers()).doesNotContainKey("Content-Type");
    }
    assertThat(page.unlessKnown(List.of("\"x\"", tag)).status()).isEqualTo(304);
  }

  @Test
  void any_other_client_receives_it() {
    Page page = page("a");

    for (String known : List.of("", "\"x\"", tag(page).replace("\"", ""), tag(page("b")))) {
      assertThat(page.unlessKnown(List.of(known))).as(known).isSameAs(page);
    }
    assertThat(page.unlessKnown(List.of())).isSameAs(page);
    Page untagged = Page.text(200, "a");
    assertThat(untagged.unlessKnown(List.of("*"))).isSameAs(untagged);
  }
}
