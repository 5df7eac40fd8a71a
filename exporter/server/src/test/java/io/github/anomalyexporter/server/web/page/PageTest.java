package io.github.anomalyexporter.server.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static byte[] bytes(Page page) {
    byte[] bytes = new byte[page.size()];
    page.content().get(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, GZIP;q=0.5", "br,gzip; q=1"})
  void a_large_page_is_compressed_for_a_client_that_accepts_it(String accepted) throws IOException {
    Page page = page("a".repeat(5_000));

    Page encoded = page.encodedFor(List.of(accepted));

    assertThat(encoded.headers())
        .containsEntry("Content-Encoding", "gzip")
        .containsEntry("Vary", "Accept-Encoding")
        .containsEntry("ETag", "W/" + tag(page));
    assertThat(encoded.size()).isLessThan(100);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(encoded)))) {
      assertThat(in.readAllBytes()).isEqualTo(bytes(page));
    }
    assertThat(page.unlessKnown(List.of(tag(encoded))).status()).isEqualTo(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "br", "gzip;q=0", "gzip; q=0.0", "identity"})
  void any_other_client_receives_it_as_it_is(String accepted) {
    Page page = page("a".repeat(5_000));

    Page same = page.encodedFor(List.of(accepted));

    assertThat(same.headers()).doesNotContainKey("Content-Encoding").containsKey("Vary");
    assertThat(bytes(same)).isEqualTo(bytes(page));
  }

  @Test
  void a_small_page_is_not_compressed() {
    Page page = page("a");

    assertThat(page.encodedFor(List.of("gzip"))).isSameAs(page);
  }
}
