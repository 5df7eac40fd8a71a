package io.github.anomalyexporter.it;

class ScoreToPhoneOnOldestIT extends ScoreToPhone {
  ScoreToPhoneOnOldestIT() {
    super(PrometheusVersion.TWO, AlertmanagerVersion.OLDEST);
  }
}
