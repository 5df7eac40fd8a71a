package io.github.anomalyexporter.it;

import org.junit.jupiter.api.Order;

@Order(1)
class ScoreToPhoneOnOldestIT extends ScoreToPhone {
  ScoreToPhoneOnOldestIT() {
    super(PrometheusVersion.TWO, AlertmanagerVersion.OLDEST);
  }
}
