package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import org.junit.jupiter.api.Order;

/**
 * The oldest versions. The alert of the fleet is tested with the current versions only: its rule
 * and its inhibitions are tested with each version by {@code RulesIT} and {@code
 * AlertmanagerInhibitionIT}.
 */
@Order(1)
class ScoreToPhoneOnOldestIT extends ScoreToPhone {
  ScoreToPhoneOnOldestIT() {
    super(PrometheusVersion.TWO, AlertmanagerVersion.OLDEST);
  }
}
