package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThresholdOptionsTest {

  @Test
  void the_defaults_are_those_of_the_design() {
    assertThat(ThresholdOptions.DEFAULT)
        .isEqualTo(new ThresholdOptions(ThresholdMethod.BUDGET, 0.9995, 3, null, 1440));
  }

  @Test
  void without_a_configured_rate_the_quantile_applies_to_any_clusters() {
    assertThat(ThresholdOptions.DEFAULT.quantileFor(7)).isEqualTo(0.9995);
  }

  @Test
  void a_false_alarm_a_day_is_a_cluster_of_the_rows_of_a_day() {
    ThresholdOptions options = ThresholdOptions.DEFAULT.withFalseAlarmsPerDay(1.0);

    assertThat(options.quantileFor(1)).isCloseTo(1 - 1.0 / 1440, within(1e-12));
    assertThat(options.quantileFor(3)).isCloseTo(1 - 3.0 / 1440, within(1e-12));
    assertThat(options.withRowsPerDay(5760).quantileFor(3))
        .isCloseTo(1 - 3.0 / 5760, within(1e-12));
    assertThat(options.withFalseAlarmsPerDay(144.0).quantileFor(9)).isEqualTo(0.5);
    assertThat(options.withFalseAlarmsPerDay(null)).isEqualTo(ThresholdOptions.DEFAULT);
  }

  @Test
  void an_episode_is_ten_minutes_of_rows() {
    assertThat(ThresholdOptions.DEFAULT.episodeRows()).isEqualTo(10);
    assertThat(ThresholdOptions.DEFAULT.withRowsPerDay(5760).episodeRows()).isEqualTo(40);
    assertThat(ThresholdOptions.DEFAULT.withRowsPerDay(24).episodeRows()).isEqualTo(1);
  }

  @Test
  void peaks_are_an_hour_of_rows_apart() {
    assertThat(ThresholdOptions.DEFAULT.rowsPerHour()).isEqualTo(60);
    assertThat(ThresholdOptions.DEFAULT.withRowsPerDay(5760).rowsPerHour()).isEqualTo(240);
    assertThat(ThresholdOptions.DEFAULT.withRowsPerDay(2).rowsPerHour()).isEqualTo(1);
  }

  @Test
  void a_budget_is_one_episode_a_day_where_nothing_else_is_wished_for() {
    assertThat(ThresholdOptions.DEFAULT.episodesOf(3 * 1440)).isEqualTo(3);
    assertThat(ThresholdOptions.DEFAULT.episodesOf(360)).isEqualTo(0.25);
    assertThat(ThresholdOptions.DEFAULT.withFalseAlarmsPerDay(0.5).episodesOf(4 * 1440))
        .isEqualTo(2);
    assertThat(ThresholdOptions.DEFAULT.withRowsPerDay(24).episodesOf(72)).isEqualTo(3);
  }

  @Test
  void impossible_wishes_are_refused() {
    ThresholdOptions options = ThresholdOptions.DEFAULT;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withQuantile(1))
        .withMessageContaining("quantile");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withQuantile(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withSigmas(0))
        .withMessageContaining("sigmas");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withFalseAlarmsPerDay(0.0))
        .withMessageContaining("false alarms per day");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withFalseAlarmsPerDay(145.0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withRowsPerDay(0))
        .withMessageContaining("rows per day");
  }
}
