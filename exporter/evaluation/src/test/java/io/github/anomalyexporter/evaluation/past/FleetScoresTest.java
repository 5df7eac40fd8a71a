package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A day of two hosts, one of which has an anomaly from row 600 to 629. */
class FleetScoresTest {
  private static final int ROWS = 1440;
  private static final int ONSET = 600;
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final TimeRange DAY =
      TimeRange.endingAt(START.plus(Duration.ofMinutes(ROWS - 1)), Duration.ofMinutes(1), ROWS);
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk");
  private static final Labels WEB = Labels.of("instance", "web", "job", "node");
  private static final Labels DB = Labels.of("instance", "db", "job", "node");

  /** The disk has three quarters of each error. */
  private static ScoredInstance instance(Labels labels, double... scores) {
    return instance(labels, new BitSet(), scores);
  }

  private static ScoredInstance instance(Labels labels, BitSet exempt, double... scores) {
    ScoresBuilder rows = Scores.of(labels, FEATURES, DAY);
    for (int row = 0; row < scores.length; row++) {
      rows.putValues(row, new float[] {0, row}, 0);
      rows.putState(row, InstanceState.OK, 1);
      rows.putScore(row, scores[row], 1, 1, new float[] {0.25f, 0.75f}, new double[] {0, -row});
    }
    ScoredInstance instance = new ScoredInstance(labels, DAY, exempt);
    instance.put(rows.build(), 0, scores.length);
    return instance;
  }

  private static double[] quiet() {
    double[] scores = new double[ROWS];
    Arrays.fill(scores, 0.4);
    return scores;
  }

  private static double[] anomalous() {
    double[] scores = quiet();
    Arrays.fill(scores, ONSET, ONSET + 30, 3);
    scores[ONSET + 7] = 4.5;
    return scores;
  }

  private static FleetScores fleet(Map<Labels, BitSet> exempt) {
    BitSet none = new BitSet();
    return new FleetScores(
        DAY,
        List.of(
            instance(DB, exempt.getOrDefault(DB, none), quiet()),
            instance(WEB, exempt.getOrDefault(WEB, none), anomalous())));
  }

  private static Incident incident(String instance, int from, int to) {
    return Incident.of(instance, DAY.at(from), DAY.at(to), "");
  }

  @Test
  void an_alert_has_its_time_peak_and_features() {
    List<PastAlert> alerts = fleet(Map.of()).alerts();

    assertThat(alerts).hasSize(1);
    PastAlert alert = alerts.get(0);
    assertThat(alert.instance()).isEqualTo(WEB);
    assertThat(alert.rule()).isEqualTo("InstanceStronglyAnomalous");
    assertThat(alert.start()).isEqualTo(DAY.at(ONSET + 3));
    assertThat(alert.end()).isBetween(DAY.at(ONSET + 30), DAY.at(ONSET + 45));
    assertThat(alert.peak()).isEqualTo(4.5);
    assertThat(alert.features())
        .containsExactly(
            new FeatureContribution("disk", "ratio", 0.75f, ONSET + 7, -(ONSET + 7)),
            new FeatureContribution("cpu", "ratio", 0.25f, 0, 0));
  }

  @Test
  void what_it_was_before_it_fired_is_part_of_the_peak() {
    double[] scores = anomalous();
    scores[ONSET] = 14;

    assertThat(new FleetScores(DAY, List.of(instance(WEB, scores))).alerts().get(0))
        .returns(14.0, PastAlert::peak);
  }

  @Test
  void no_alert_of_an_exempt_instance_is_notified() {
    BitSet all = new BitSet();
    all.set(0, ROWS);

    assertThat(fleet(Map.of(WEB, all)).alerts()).isEmpty();
    assertThat(fleet(Map.of(DB, all)).alerts()).hasSize(1);
  }

  @Test
  void an_anomaly_of_an_exempt_instance_does_not_raise_its_threshold() {
    double[] backup = anomalous();
    Arrays.fill(backup, ONSET + 100, ONSET + 130, 2.5);
    BitSet exempt = new BitSet();
    exempt.set(ONSET, ONSET + 30);

    ScoredInstance notExempt = instance(WEB, backup);
    ScoredInstance whileExempt = instance(WEB, exempt, backup);

    assertThat(notExempt.score(ONSET + 100)).isLessThan(1);
    assertThat(whileExempt.score(ONSET + 100)).isEqualTo(2.5);
  }

  @Test
  void days_are_those_with_scores() {
    double[] half = quiet();
    Arrays.fill(half, 0, ROWS / 2, Double.NaN);

    FleetScores scores = new FleetScores(DAY, List.of(instance(DB, half), instance(WEB, quiet())));

    assertThat(scores.hostDays()).isEqualTo(1.5);
  }

  @Test
  void an_incident_is_found_by_an_alert_about_its_instance_while_it_lasts() {
    List<IncidentFinding> findings =
        fleet(Map.of())
            .findings(
                List.of(
                    incident("web", ONSET, ONSET + 30),
                    incident("", ONSET - 10, ONSET + 30),
                    incident("web", ONSET + 10, ONSET + 30),
                    incident("db", ONSET, ONSET + 30),
                    incident("web", 100, 130),
                    incident("cache", ONSET, ONSET + 30)));

    assertThat(findings.stream().map(it -> it.alert() != null))
        .containsExactly(true, true, true, false, false, false);
    assertThat(findings.stream().map(IncidentFinding::scored))
        .containsExactly(true, true, true, true, true, false);
    assertThat(findings.stream().map(it -> it.delaySeconds().orElse(Double.NaN)))
        .startsWith(3 * 60.0, 13 * 60.0, -7 * 60.0);
    assertThat(IncidentFinding.medianDelaySeconds(findings)).isEqualTo(3 * 60);
    assertThat(IncidentFinding.medianDelaySeconds(findings.subList(3, 5))).isNaN();
  }

  @Test
  void an_incident_of_one_identity_is_not_that_of_its_namesake() {
    Incident incident = new Incident("web", WEB, DAY.at(0), DAY.at(1), "HostDown");

    assertThat(incident.concerns(WEB)).isTrue();
    assertThat(incident.concerns(Labels.of("instance", "web", "job", "other"))).isFalse();
  }

  @Test
  void higher_thresholds_give_fewer_alerts_and_find_less() {
    List<ThresholdChoice> choices =
        fleet(Map.of()).choices(List.of(incident("web", ONSET, ONSET + 30)));

    assertThat(choices).extracting(ThresholdChoice::multiple).contains(1.0).isSorted();
    assertThat(choices).extracting(ThresholdChoice::alerts).startsWith(1).endsWith(0, 0);
    assertThat(choices).extracting(ThresholdChoice::found).startsWith(1).endsWith(0, 0);
    assertThat(choices).extracting(ThresholdChoice::alertsOutside).containsOnly(0);
    assertThat(choices.get(choices.size() - 2).episodes())
        .as("one row is above three times the threshold")
        .isEqualTo(1);
  }

  @Test
  void without_a_covering_incident_an_alert_is_outside() {
    List<ThresholdChoice> choices =
        fleet(Map.of()).choices(List.of(incident("web", ONSET - 60, ONSET - 8)));

    assertThat(choices.get(0).alertsOutside()).as("eleven minutes late").isEqualTo(1);
    assertThat(choices.get(0).found()).isZero();
  }
}
