package io.github.anomalyexporter.evaluation.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestScores;
import io.github.anomalyexporter.core.feature.TestFeatures;
import org.junit.jupiter.api.Test;

class EventFindingTest {
  private static final double UNKNOWN = Double.NaN;

  private static EventFinding find(double... errors) {
    float[] contributions = {0, 1, 0.6f, 0.4f, 0.2f, 0.8f, 0.9f, 0.1f};
    Scores scores = TestScores.of(TestFeatures.of("a", "b"), contributions, errors);
    return EventFinding.of(scores, new Event(1, 3));
  }

  @Test
  void contributions_are_means_over_the_alarm_rows() {
    EventFinding finding = find(9, 0.5, 3, 2);

    assertThat(finding.firstAlarm()).hasValue(2);
    assertThat(finding.peakRow()).isEqualTo(2);
    assertThat(finding.contribution(0)).isEqualTo(0.55, within(1e-6));
    assertThat(finding.ranked()).containsExactly(0, 1);
  }

  @Test
  void of_a_missed_event_they_are_those_of_its_peak() {
    EventFinding finding = find(9, UNKNOWN, 0.8, 0.5);

    assertThat(finding.firstAlarm()).isEmpty();
    assertThat(finding.peakRow()).isEqualTo(2);
    assertThat(finding.contribution(1)).isEqualTo(0.8, within(1e-6));
    assertThat(finding.ranked()).containsExactly(1, 0);
  }
}
