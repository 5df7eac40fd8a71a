package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import org.junit.jupiter.api.Order;

/** The current versions. */
@Order(1)
class ScoreToPhoneOnCurrentIT extends ScoreToPhone {
  ScoreToPhoneOnCurrentIT() {
    super(PrometheusVersion.THREE, AlertmanagerVersion.CURRENT);
  }
}
