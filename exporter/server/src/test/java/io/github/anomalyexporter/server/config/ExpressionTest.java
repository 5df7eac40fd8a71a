package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressionTest {
  private static final List<String> IDENTITY = List.of("instance", "job", "cluster", "zone");

  private static String render(String template) {
    return Expression.render(template, "job=\"node\"", IDENTITY, Duration.ofSeconds(90));
  }

  @Test
  void placeholders_are_filled_in() {
    assertThat(
            render("sum by ($identity) (rate(node_cpu{mode=\"idle\", $selector}[$rate_window]))"))
        .isEqualTo(
            "sum by (instance, job, cluster, zone) "
                + "(rate(node_cpu{mode=\"idle\", job=\"node\"}[1m30s]))");
  }

  @Test
  void the_scope_is_the_identity_labels_except_instance_and_job() {
    assertThat(render("on (host$scope)")).isEqualTo("on (host, cluster, zone)");
    assertThat(
            Expression.render(
                "on (host$scope)", "", List.of("instance", "job"), Duration.ofMinutes(1)))
        .isEqualTo("on (host)");
  }

  @Test
  void no_selector_leaves_its_comma() {
    assertThat(
            Expression.render(
                "up{mode=\"idle\", $selector}", "", List.of("instance"), Duration.ofMinutes(1)))
        .isEqualTo("up{mode=\"idle\", }");
  }

  @Test
  void the_groups_of_label_replace_survive() {
    String expression = "label_replace(up, \"host\", \"$1-${name}\", \"instance\", \"(.*):.*$\")";
    assertThat(render(expression)).isEqualTo(expression);
  }

  @Test
  void a_selector_with_dollars_and_backslashes_is_taken_literally() {
    assertThat(
            Expression.render(
                "up{$selector}", "a=~\"x\\\\d$1\"", List.of("instance"), Duration.ofMinutes(1)))
        .isEqualTo("up{a=~\"x\\\\d$1\"}");
  }

  @Test
  void a_placeholder_that_does_not_exist_is_refused() {
    assertThatThrownBy(() -> render("up{$selectors}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$selectors");
    assertThat(Expression.unknownPlaceholder("up{$selector} $1 $rate_windows"))
        .contains("rate_windows");
    assertThat(Expression.unknownPlaceholder("up{$selector}")).isEmpty();
  }

  @Test
  void names_in_utf_8_are_in_quotes() {
    assertThat(
            Expression.render(
                "sum by ($identity) (x{$selector}) * on (host$scope) group_left () y",
                "\"host.name\"=\"a\"",
                List.of("instance", "job", "my.cluster"),
                Duration.ofMinutes(1)))
        .isEqualTo(
            "sum by (instance, job, \"my.cluster\") (x{\"host.name\"=\"a\"})"
                + " * on (host, \"my.cluster\") group_left () y");
  }
}
