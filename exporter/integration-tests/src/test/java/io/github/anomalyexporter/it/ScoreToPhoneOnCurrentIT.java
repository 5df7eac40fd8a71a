package io.github.anomalyexporter.it;

import org.junit.jupiter.api.Order;

@Order(1)
class ScoreToPhoneOnCurrentIT extends ScoreToPhone {
  ScoreToPhoneOnCurrentIT() {
    super(PrometheusVersion.THREE, AlertmanagerVersion.CURRENT);
  }
}
