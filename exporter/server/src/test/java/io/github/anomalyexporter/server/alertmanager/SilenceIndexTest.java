package io.github.anomalyexporter.server.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.matcher.BoundedExpression;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceIndexTest {
  private static final Labels WEB = SmallDetector.WEB;

  private static SilenceIndex index(AlertLabels labels, Silence... silences) {
    List<Silence> all = List.of(silences);
    return new SilenceIndex(labels, all, CompiledExpressions.of(all));
  }

  private static boolean matches(Labels instance, AlertLabels labels, String... matchers) {
    Silence silence = TestSilences.active("a", matchers);
    return !index(labels, silence).matching(instance).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alertname=InstanceAnomalous",
        "alertname=~Instance.*",
        "alertname=~.+",
        "severity=warning",
        "source=anomaly-exporter",
        "detector=node",
        "instance=web-1:9100",
        "instance=~web-.*",
        "instance=~(?i)WEB-1:9100",
        "instance=~web-1:9100|db-1:9100",
        "instance!=db-1:9100",
        "instance!~db-.*",
        "job=node",
        "team=",
        "team!=db",
        "team=~.*",
        "team!~.+",
      })
  void a_silence_that_matches_the_anomaly_alert_matches(String matcher) {
    assertThat(matches(WEB, TestSilences.labels(), matcher)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alertname=DiskFull",
        "alertname=InstanceStronglyAnomalous",
        "alertname!=InstanceAnomalous",
        "severity=critical",
        "severity!~warning",
        "detector=db",
        "instance=web-1",
        "instance=~web-1",
        "instance=~eb-1:9100",
        "instance=~WEB-1:9100",
        "instance!=web-1:9100",
        "job!~no.*",
        "team=db",
        "team!=",
        "team=~.+",
        "cluster=eu-1",
      })
  void one_that_does_not_match_does_not(String matcher) {
    assertThat(matches(WEB, TestSilences.labels(), matcher)).isFalse();
  }

  @Test
  void all_matchers_have_to_match() {
    assertThat(matches(WEB, TestSilences.labels(), "instance=web-1:9100", "severity=warning"))
        .isTrue();
    assertThat(matches(WEB, TestSilences.labels(), "instance=web-1:9100", "alertname=DiskFull"))
        .isFalse();
    assertThat(matches(WEB, TestSilences.labels(), "instance=web-1:9100", "job=other")).isFalse();
  }

  @Test
  void a_silence_is_that_of_some_instances() {
    SilenceIndex index =
        index(
            TestSilences.labels(),
            TestSilences.active("web", "instance=~web-.*"),
            TestSilences.active("all", "job=node"));

    assertThat(index.matching(WEB)).extracting(Silence::id).containsExactly("web", "all");
    assertThat(index.matching(SmallDetector.DB)).extracting(Silence::id).containsExactly("all");
  }

  @Test
  void external_labels_are_those_of_the_alert_where_it_has_none_of_its_own() {
    AlertLabels labels = TestSilences.labels("cluster", "eu-1", "severity", "page", "job", "outer");

    assertThat(matches(WEB, labels, "cluster=eu-1")).isTrue();
    assertThat(matches(WEB, labels, "cluster=eu-2")).isFalse();
    assertThat(matches(WEB, labels, "severity=warning")).isTrue();
    assertThat(matches(WEB, labels, "job=node")).isTrue();
    assertThat(matches(Labels.of("instance", "web-1:9100"), labels, "job=outer")).isTrue();
  }

  @Test
  void a_label_value_of_several_lines_is_matched_as_in_go() {
    Labels odd = Labels.of("instance", "two\nlines", "job", "node");

    assertThat(matches(odd, TestSilences.labels(), "instance=~two.lines")).isFalse();
    assertThat(matches(odd, TestSilences.labels(), "instance=~(?s)two.lines")).isTrue();
    assertThat(matches(odd, TestSilences.labels(), "instance=~two")).isFalse();
  }

  /** Each of these would take a backtracking engine practically forever, or all memory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+$",
        "(a|a)*(a|a)*b",
        "((a{1000}){1000}){1000}",
        "(((x{0,999}){999}){999}){999,}",
        "[",
        "(?<=a)b",
        "a{999999999}",
      })
  void a_hostile_expression_matches_no_instance_and_is_bounded(String expression) {
    Labels odd = Labels.of("instance", "a".repeat(1_000) + "!", "job", "node");

    assertThat(matches(odd, TestSilences.labels(), "instance=~" + expression)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 100_000})
  void depth_and_length_of_an_expression_do_no_harm(int size) {
    Labels odd = Labels.of("instance", "b", "job", "node");
    AlertLabels labels = TestSilences.labels();

    assertThat(matches(odd, labels, "instance=~" + "(".repeat(size) + "a" + ")".repeat(size)))
        .isFalse();
    assertThat(matches(odd, labels, "instance=~" + "(a|c".repeat(size) + ")".repeat(size)))
        .isFalse();
    assertThat(matches(odd, labels, "instance=~" + "(a*)*".repeat(size) + "c")).isFalse();
    assertThat(matches(odd, labels, "instance=~" + "(".repeat(size))).isFalse();
  }

  @Test
  void an_invalid_expression_matches_no_instance_as_positive_or_negative_matcher() {
    assertThat(matches(WEB, TestSilences.labels(), "instance=~[")).isFalse();
    assertThat(matches(WEB, TestSilences.labels(), "instance!~[")).isFalse();
    Silence wrong = TestSilences.active("a", "job=node", "instance!~[");
    assertThat(wrong.unreadable(CompiledExpressions.of(List.of(wrong))))
        .hasValue(TestSilences.matcher("instance!~["));
    Silence right = TestSilences.active("a", "job=node", "instance!~a");
    assertThat(right.unreadable(CompiledExpressions.of(List.of(right)))).isEmpty();
  }

  @Test
  void a_thousand_hosts_fit_into_an_expression() {
    StringBuilder hosts = new StringBuilder("web-1:9100");
    for (int i = 0; i < 1_000; i++) {
      hosts.append("|host-").append(Integer.toString(i * 7919, 36)).append(":9100");
    }

    assertThat(matches(WEB, TestSilences.labels(), "instance=~" + hosts)).isTrue();
  }

  /** Each fits; all together would take gigabytes, and minutes for each instance. */
  @Test
  void thousands_of_large_expressions_have_a_bound_in_sum() {
    List<Silence> silences =
        IntStream.range(0, 4_000)
            .mapToObj(
                i -> TestSilences.active("s" + i, "instance=~(a|b%s){999}.*".formatted(i % 10)))
            .map(
                it ->
                    new Silence(
                        it.id(),
                        List.of(
                            new LabelMatcher(
                                "instance", it.matchers().get(0).value() + it.id(), true, true)),
                        it.startsAt(),
                        it.endsAt()))
            .toList();

    CompiledExpressions expressions = CompiledExpressions.of(silences);

    int steps =
        silences.stream()
            .flatMap(it -> expressions.get(it.matchers().get(0).value()).stream())
            .mapToInt(BoundedExpression::steps)
            .sum();
    assertThat(steps)
        .isGreaterThan(CompiledExpressions.MOST_STEPS / 2)
        .isLessThanOrEqualTo(CompiledExpressions.MOST_STEPS);
  }
}
