package io.github.anomalyexporter.server.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorsTest {
  private static final Labels WEB =
      Labels.of("instance", "web-1:9100", "job", "node", "über", "a\"b\\c\nd");

  private static boolean matches(String... selectors) {
    return LabelSelectors.parse(List.of(selectors)).matches(WEB::get);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{job=\"node\"}",
        " { job = \"node\" , } ",
        "job='node'",
        "job=`node`",
        "{instance=~\"web-.*\",job!=\"test\"}",
        "{instance=~\"db.*|web-1:9100\"}",
        "{instance!~\"web\"}",
        "{rack=\"\"}",
        "{rack!=\"a\"}",
        "{rack=~\"|a\"}",
        "{\"job\"=\"node\"}",
        "{\"über\"=\"a\\\"b\\\\c\\nd\"}",
        "{'\\u00fcber'!=''}",
        "{job=\"\\U0000006eode\"}",
      })
  void labels_match(String selector) {
    assertThat(matches(selector)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{job=\"nod\"}",
        "{job=\"node\",instance=\"web-2:9100\"}",
        "{instance=~\"web\"}",
        "{instance=~\"eb-1:9100\"}",
        "{instance!~\"web-.*\"}",
        "{rack=\"a\"}",
        "{job=`no\\u0064e`}",
      })
  void labels_do_not_match(String selector) {
    assertThat(matches(selector)).isFalse();
  }

  @Test
  void one_of_several_selectors_is_enough() {
    assertThat(matches("{job=\"other\"}", "{instance=\"web-1:9100\"}")).isTrue();
    assertThat(matches("{job=\"other\"}", "{instance=\"web-2:9100\"}")).isFalse();
    assertThat(matches()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '%',
      value = {
        "{} | found '{}'",
        "%% | found ''",
        "{job} | found 'job'",
        "{job=node} | found 'job=node'",
        "{job=\"node\" instance=\"a\"} | found 'job=\"node\" instance=\"a\"'",
        "{job=\"node\",,} | found ','",
        "{job=\"a\"}} | found 'job=\"a\"}'",
        "up{job=\"a\"} | found 'up{job=\"a\"}'",
        "{job=\"a\\q\"} | found \\q",
        "{job=\"a\\UFFFFFFFF\"} | found \\UFFFFFFFF",
        "{job=~\"(\"} | expected a regular expression of RE2, found '('",
        "{job=~\"(?=a)\"} | expected a regular expression of RE2",
      })
  void other_text_is_refused(String selector, String reason) {
    assertThatThrownBy(() -> matches(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining(reason);
  }

  @Test
  void expressions_have_a_bound_in_all() {
    String half = "{instance=~\"" + "x".repeat(LabelSelectors.MOST_STEPS / 2) + "\"}";

    assertThat(matches(half)).isFalse();
    assertThatThrownBy(() -> matches(half, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 2000 steps in all");
    assertThatThrownBy(() -> matches("{instance=~\"((x{100}){100}){100}\"}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_long_text_is_read_without_recursion() {
    String value = "\\\\".repeat(100_000);

    assertThat(matches("{job=\"" + value + "\"}")).isFalse();
  }

  @Test
  void selectors_of_the_same_texts_are_equal() {
    LabelSelectors web = LabelSelectors.parse(List.of("{instance=~\"web.*\"}"));

    assertThat(web)
        .isEqualTo(LabelSelectors.parse(List.of("{instance=~\"web.*\"}")))
        .hasSameHashCodeAs(LabelSelectors.parse(List.of("{instance=~\"web.*\"}")))
        .isNotEqualTo(LabelSelectors.parse(List.of("{instance=~\"db.*\"}")))
        .isNotEqualTo(LabelSelectors.ALL);
    assertThat(LabelSelectors.parse(List.of())).isEqualTo(LabelSelectors.ALL);
    assertThat(LabelSelectors.ALL.matches(WEB::get)).isTrue();
  }
}
