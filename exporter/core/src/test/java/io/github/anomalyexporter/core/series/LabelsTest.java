package io.github.anomalyexporter.core.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels WEB = Labels.of("job", "node", "instance", "web-1:9100");

  @Test
  void the_order_in_which_labels_come_does_not_matter() {
    Labels other = Labels.of(Map.of("instance", "web-1:9100", "job", "node"));

    assertThat(other).isEqualTo(WEB).hasSameHashCodeAs(WEB).isEqualByComparingTo(WEB);
    assertThat(WEB.asMap().keySet()).containsExactly("instance", "job");
  }

  @Test
  void an_empty_value_is_no_label() {
    assertThat(Labels.of("job", "node", "cluster", "")).isEqualTo(Labels.of("job", "node"));
    assertThat(Labels.of("cluster", "")).isEqualTo(Labels.EMPTY);
    assertThat(WEB.get("cluster")).isEmpty();
    assertThat(WEB.get("job")).isEqualTo("node");
  }

  @Test
  void only_the_wanted_labels_are_kept() {
    assertThat(WEB.keep(Set.of("instance", "cluster")))
        .isEqualTo(Labels.of("instance", "web-1:9100"));
    assertThat(WEB.keep(Set.of("instance", "job"))).isSameAs(WEB);
    assertThat(WEB.keep(Set.of())).isEqualTo(Labels.EMPTY);
  }

  @Test
  void they_are_sorted_by_the_first_label_in_which_they_differ() {
    assertThat(Labels.EMPTY).isLessThan(WEB);
    assertThat(Labels.of("a", "2")).isLessThan(Labels.of("b", "1"));
    assertThat(Labels.of("a", "1", "b", "2")).isLessThan(Labels.of("a", "2", "b", "1"));
    assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "1", "b", "1"));
  }

  @Test
  void they_are_written_as_promql_does() {
    assertThat(WEB).hasToString("{instance=\"web-1:9100\", job=\"node\"}");
    assertThat(Labels.of("path", "C:\\\"x\"")).hasToString("{path=\"C:\\\\\\\"x\\\"\"}");
  }

  @Test
  void a_name_needs_a_value() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Labels.of("job", "node", "instance"))
        .withMessage("a label name without a value: 3");
  }
}
