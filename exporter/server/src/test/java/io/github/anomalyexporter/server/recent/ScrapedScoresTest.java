package io.github.anomalyexporter.server.recent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ScrapedScoresTest {
  /** What Prometheus is asked for the label instance {@code a"\}. */
  private static final String QUERY =
      "label_replace(max by (instance, job) (max_over_time(anomaly_score{detector=\"node\",instance=\"a\\\"\\\\\",exported_instance=\"\"}[60000ms])), \"__metric__\", \"anomaly_score\", \"\", \"\")"
          + " or label_replace(max by (instance, job) (max_over_time(anomaly_threshold{detector=\"node\",instance=\"a\\\"\\\\\",exported_instance=\"\"}[60000ms])), \"__metric__\", \"anomaly_threshold\", \"\", \"\")"
          + " or label_replace(max by (instance, job) (max_over_time(anomaly_reconstruction_error{detector=\"node\",instance=\"a\\\"\\\\\",exported_instance=\"\"}[60000ms])), \"__metric__\", \"anomaly_reconstruction_error\", \"\", \"\")";

  private static final Instant END = SmallDetector.NOW;
  private static final TimeRange RANGE = TimeRange.endingAt(END, Duration.ofMinutes(1), 3);
  private static final Labels HOST = Labels.of("instance", "x", "job", "node");

  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  @AutoClose private final PrometheusClient client = prometheus.client();
  private final ScrapedScores scores = new ScrapedScores(client, SmallDetector.config());

  ScrapedScoresTest() throws IOException {}

  private void put(String metric, double value) {
    prometheus.put(
        QUERY,
        Labels.of("instance", "x", "job", "node", "__metric__", metric),
        time -> time.isBefore(END) ? value : Double.NaN);
  }

  @Test
  void the_metrics_of_an_instance_are_joined() throws InterruptedException {
    put("anomaly_score", 2);
    put("anomaly_threshold", 3.5);
    put("anomaly_reconstruction_error", 7);

    assertThat(scores.read("a\"\\", RANGE).get(HOST))
        .containsExactly(
            new ScorePoint(RANGE.at(0), 2, 3.5, 7), new ScorePoint(RANGE.at(1), 2, 3.5, 7));
  }

  @Test
  void without_a_score_there_is_no_point() throws InterruptedException {
    put("anomaly_threshold", 3.5);

    assertThat(scores.read("a\"\\", RANGE)).isEqualTo(Map.of());
  }

  @Test
  void a_threshold_that_is_missing_is_unknown() throws InterruptedException {
    put("anomaly_score", 0.5);

    assertThat(scores.read("a\"\\", RANGE).get(HOST))
        .first()
        .isEqualTo(new ScorePoint(RANGE.at(0), 0.5, Double.NaN, Double.NaN));
  }

  @Test
  void a_failure_is_thrown() {
    prometheus.fail(FakePrometheus.EVERYTHING, 500, "no");

    assertThatThrownBy(() -> scores.read("x", RANGE)).isInstanceOf(RequestException.class);
  }
}
