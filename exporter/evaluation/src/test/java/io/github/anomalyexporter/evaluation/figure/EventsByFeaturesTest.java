package io.github.anomalyexporter.evaluation.figure;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static io.github.anomalyexporter.core.acceptance.TestRows.ones;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventsByFeaturesTest {
  private static EventsByFeatures of(String labelled, String alarms, Interpretation... all) {
    LabelledRows labels = labels(labelled);
    return EventsByFeatures.of(new Alarms(ones(alarms), labels), labels, List.of(all));
  }

  private static Interpretation at(int row, Integer... features) {
    return new Interpretation(row, row, Set.of(features));
  }

  @Test
  void events_of_one_feature_and_of_four_or_more_are_counted() {
    assertThat(
            of(
                "01010101010",
                "01000100010",
                at(1, 0),
                at(3, 1),
                at(5, 0, 1, 2, 3),
                at(7, 0, 1, 2, 3, 4)))
        .as("the last event has no interpretation")
        .isEqualTo(new EventsByFeatures(2, 1, 2, 1));
    assertThat(of("0100", "0100", at(1, 0, 1, 2))).isEqualTo(new EventsByFeatures(0, 0, 0, 0));
  }

  @Test
  void the_features_of_several_interpretations_of_an_event_are_joined() {
    assertThat(of("01110", "00010", at(1, 0), at(3, 0)))
        .isEqualTo(new EventsByFeatures(1, 1, 0, 0));
    assertThat(of("01110", "00010", at(1, 0, 1), at(3, 2, 3)))
        .isEqualTo(new EventsByFeatures(0, 0, 1, 1));
  }
}
