package io.github.anomalyexporter.server.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownLabelsTest {
  private static LabelText text(String... namesAndValues) {
    LabelText text = new LabelText();
    for (String each : namesAndValues) {
      text.append(each);
    }
    return text;
  }

  @Test
  void labels_are_known_by_their_text_after_the_text_has_changed() {
    KnownLabels known = new KnownLabels(100_000);
    LabelText text = text("instance", "a");
    Labels labels = text.labels();
    known.put(text, labels);
    text.clear();
    text.append("other");
    text.append("b");

    assertThat(known.get(text)).isNull();
    assertThat(known.get(text("instance", "a")))
        .isSameAs(labels)
        .isEqualTo(Labels.of("instance", "a"));
  }

  @Test
  void texts_with_other_borders_are_other_labels() {
    KnownLabels known = new KnownLabels(100_000);
    known.put(text("ab", "c"), Labels.of("ab", "c"));

    assertThat(known.get(text("a", "bc"))).isNull();
    assertThat(known.get(text("ab", "c", "", ""))).isNull();
  }

  @Test
  void characters_of_a_part_of_an_array_are_as_those_of_a_string() {
    LabelText text = new LabelText();
    text.append("instance");
    text.append("xxwebxx".toCharArray(), 2, 3);

    assertThat(text).isEqualTo(text("instance", "web")).hasSameHashCodeAs(text("instance", "web"));
    assertThat(text.labels()).isEqualTo(Labels.of("instance", "web"));
  }

  @Test
  void labels_that_are_used_stay_and_the_number_of_others_is_bounded() {
    KnownLabels known = new KnownLabels(100_000);
    LabelText used = text("instance", "used");
    Labels labels = used.labels();
    known.put(used, labels);
    int most =
        IntStream.range(0, 10_000)
            .map(
                i -> {
                  LabelText once = text("instance", "host-" + i);
                  known.put(once, once.labels());
                  assertThat(known.get(used)).isSameAs(labels);
                  return known.size();
                })
            .max()
            .orElseThrow();

    assertThat(most).isBetween(100, 200);
  }
}
