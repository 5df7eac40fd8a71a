package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import org.junit.jupiter.api.Order;

/**
 * The oldest versions. The alert of the fleet is tested with the current ones: {@link
 * FleetToPhoneIT}.
 */
@Order(4)
class ScoreToPhoneOnOldestIT extends ScoreToPhone {
  ScoreToPhoneOnOldestIT() {
    super(PrometheusVersion.TWO, AlertmanagerVersion.OLDEST);
  }
}
